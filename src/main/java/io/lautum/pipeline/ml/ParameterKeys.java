package io.lautum.pipeline.ml;

import io.lautum.Text;
import io.lautum.experiment.config.ExperimentConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.Param;

/** The configuration keys that have the values of an estimator's parameters. */
final class ParameterKeys {
  private final TransferClassifier stage;
  private final Map<String, Param<?>> parameters = new TreeMap<>();

  ParameterKeys(TransferClassifier stage) {
    this.stage = stage;
    parameters.put("adapt.method", stage.method());
    parameters.put("seed", stage.seed());
    parameters.put("source.missing", stage.missing());
    parameters.put("target.missing", stage.missing());
  }

  /**
   * Checks that no key has another value than its parameter.
   *
   * @throws IllegalArgumentException if the parameter {@code configuration} sets one to another
   *     value
   */
  void requireUnchanged(ExperimentConfig config) {
    parameters.forEach(
        (key, parameter) -> {
          String value = String.valueOf(stage.getOrDefault(parameter));
          String found = String.valueOf(config.resolved().getValue(key).unwrapped());
          if (!config.isDefault(key) && !found.equals(value)) {
            throw new IllegalArgumentException(
                Text.format(
                    "%s: configuration: %s = %s contradicts the parameter %s = %s; remove the key"
                        + " and set the parameter",
                    stage.uid(), key, found, parameter.name(), value));
          }
        });
  }
}
