package io.lautum.method;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.KeyGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The methods by their names in {@code methods}: a pre-transfer stage, or the sum of several,
 * optionally followed by {@code +} and a post-transfer stage. A post-transfer stage without a
 * pre-transfer stage follows standard transfer, as in arXiv 1904.01670. The stages are services:
 * {@code META-INF/services} lists them in the order in which messages name them.
 */
public final class TransferMethods {
  private static final Map<String, PreTransfer> BEFORE = new LinkedHashMap<>();
  private static final Map<String, PostTransfer> AFTER = new LinkedHashMap<>();
  private static final PreTransfer STANDARD = new Standard();
  private static final PostTransfer FINE_TUNE = new FineTune();

  static {
    ClassLoader classes = TransferMethods.class.getClassLoader();
    ServiceLoader.load(PreTransfer.class, classes)
        .forEach(stage -> BEFORE.put(stage.name(), stage));
    ServiceLoader.load(PostTransfer.class, classes)
        .forEach(stage -> AFTER.put(stage.name(), stage));
  }

  private TransferMethods() {}

  /** Returns whether a name is that of a post-transfer stage. */
  public static boolean isPostTransfer(String name) {
    return AFTER.containsKey(name);
  }

  /** Returns the metrics of a stage's term; empty if there is no stage of that name. */
  public static List<Metric> metrics(String stage) {
    return AFTER.containsKey(stage)
        ? AFTER.get(stage).metrics()
        : before(stage).map(PreTransfer::metrics).orElse(List.of());
  }

  /** Returns the pre-transfer stage of a name, or the sum of the stages that it joins. */
  private static Optional<PreTransfer> before(String name) {
    if (BEFORE.containsKey(name)) {
      return Optional.of(BEFORE.get(name));
    }
    List<String> names = List.of(name.split(SummedTraining.SEPARATOR));
    List<SourceTraining> parts =
        names.stream()
            .map(BEFORE::get)
            .filter(SourceTraining.class::isInstance)
            .map(SourceTraining.class::cast)
            .filter(part -> !(part instanceof SampledPretraining))
            .distinct()
            .toList();
    boolean sum = names.size() > 1 && parts.size() == names.size();
    return sum ? Optional.of(new SummedTraining(parts)) : Optional.empty();
  }

  /**
   * Returns the keys of all stages, in the order in which the stages are registered. Stages may
   * share a group.
   */
  static List<KeyGroup> configurationKeys() {
    return Stream.concat(
            BEFORE.values().stream().map(PreTransfer::configurationKeys),
            AFTER.values().stream().map(PostTransfer::configurationKeys))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /**
   * Returns the method of a name.
   *
   * @throws UserException if there is no method of that name
   */
  public static TransferMethod named(String name) {
    if (AFTER.containsKey(name)) {
      return new TransferMethod(STANDARD, AFTER.get(name));
    }
    int separator = name.indexOf(TransferMethod.SEPARATOR);
    Optional<PreTransfer> before = before(separator < 0 ? name : name.substring(0, separator));
    PostTransfer after = separator < 0 ? FINE_TUNE : AFTER.get(name.substring(separator + 1));
    if (separator >= 0 && before.filter(Auto.class::isInstance).isPresent()) {
      throw new UserException(
          Text.format("methods = %s: %s chooses both stages, expected it alone", name, Auto.NAME));
    }
    if (before.isEmpty() || after == null) {
      throw new UserException(
          Text.format(
              "methods = %s: expected one or more of %s, each optionally followed by %s and one of"
                  + " %s; stages that add a term to the source's loss can be joined by %s",
              name,
              String.join(", ", BEFORE.keySet()),
              TransferMethod.SEPARATOR,
              String.join(", ", AFTER.keySet()),
              SummedTraining.SEPARATOR));
    }
    return new TransferMethod(before.get(), after);
  }
}
