package io.lautum.network.engine.cudnn;

import io.lautum.UserException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The algorithms of this process, by kind of device and shape. Each is measured once, or comes from
 * another process by {@link #adopt}; networks that are compiled afterwards use it.
 */
public final class AlgorithmChoices {
  private static final Map<String, Map<String, ConvolutionAlgorithms>> CHOSEN =
      new ConcurrentHashMap<>();

  private AlgorithmChoices() {}

  /** Returns the algorithms for a convolution; measures them if there is no choice yet. */
  static ConvolutionAlgorithms algorithms(Device device, ConvolutionShape shape) {
    return of(device.identity().toString())
        .computeIfAbsent(shape.toString(), key -> device.find(shape));
  }

  private static Map<String, ConvolutionAlgorithms> of(String device) {
    return CHOSEN.computeIfAbsent(device, key -> new ConcurrentHashMap<>());
  }

  /** Returns the choices of this process, one per kind of device. */
  public static List<AlgorithmChoice> all() {
    return CHOSEN.keySet().stream().sorted().map(AlgorithmChoices::export).toList();
  }

  private static AlgorithmChoice export(String device) {
    TreeMap<String, String> algorithms = new TreeMap<>();
    of(device).forEach((shape, chosen) -> algorithms.put(shape, chosen.text()));
    return new AlgorithmChoice(device, algorithms);
  }

  /**
   * Uses the algorithms that another process chose.
   *
   * @throws UserException if this process has chosen others for the same device and a shape, and
   *     would compute other bits
   */
  public static void adopt(AlgorithmChoice choice) {
    Map<String, ConvolutionAlgorithms> here = of(choice.device());
    choice
        .algorithms()
        .forEach(
            (shape, text) -> {
              ConvolutionAlgorithms wanted = ConvolutionAlgorithms.parse(text);
              ConvolutionAlgorithms present = here.putIfAbsent(shape, wanted);
              if (present != null && !present.equals(wanted)) {
                throw new UserException(
                    "%s: the training uses the algorithms %s for a convolution of %s, this process has chosen %s; start it again"
                        .formatted(choice.device(), text, shape, present.text()));
              }
            });
  }

  /**
   * Returns why a training with this choice cannot continue on a device with the same bits; empty
   * if it can.
   *
   * @param device kind of device here
   */
  public static Optional<String> difference(AlgorithmChoice choice, String device) {
    return choice.device().equals(device)
        ? Optional.empty()
        : Optional.of(
            "the training was computed on [%s], and this process has [%s], which gives other bits"
                .formatted(choice.device(), device));
  }
}
