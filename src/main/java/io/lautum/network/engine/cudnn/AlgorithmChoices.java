package io.lautum.network.engine.cudnn;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The algorithms of the convolutions of one device's network: those that its training recorded, or
 * those that are fastest on this device. Not thread-safe.
 */
final class AlgorithmChoices {
  private final Device device;
  private final Map<String, ConvolutionAlgorithms> measured;
  private final SortedMap<String, String> used = new TreeMap<>();
  private SortedMap<String, String> recorded;

  /**
   * Creates choices by measurement.
   *
   * @param measured algorithms that this process has measured, by device and shape; a thread-safe
   *     map that receives new ones, so that a process measures each once
   */
  AlgorithmChoices(Device device, Map<String, ConvolutionAlgorithms> measured) {
    this.device = device;
    this.measured = measured;
  }

  /**
   * Uses recorded algorithms from now on.
   *
   * @param algorithms result of {@link #used}
   */
  void adopt(SortedMap<String, String> algorithms) {
    recorded = algorithms;
  }

  /**
   * Returns the algorithms for a convolution.
   *
   * @throws UserException if the recorded ones lack the convolution
   * @throws DataException if the recorded ones are malformed
   */
  ConvolutionAlgorithms of(ConvolutionShape shape) {
    ConvolutionAlgorithms algorithms =
        recorded == null
            ? measured.computeIfAbsent(
                Text.format("%s: %s", device.identity(), shape), key -> device.find(shape))
            : recorded(shape.toString());
    used.put(shape.toString(), algorithms.text());
    return algorithms;
  }

  private ConvolutionAlgorithms recorded(String shape) {
    String text = recorded.get(shape);
    if (text == null) {
      throw new UserException(
          Text.format(
              "the training recorded no algorithms for a convolution of %s, because another version"
                  + " of the program began it; use --overwrite to train again",
              shape));
    }
    try {
      return ConvolutionAlgorithms.parse(text);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          Text.format(
              "recorded algorithms for a convolution of %s: %s; use --overwrite to train again",
              shape, e.getMessage()),
          e);
    }
  }

  /** Returns the algorithms of all convolutions so far, by the shape's description. */
  SortedMap<String, String> used() {
    return new TreeMap<>(used);
  }
}
