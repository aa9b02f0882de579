package io.lautum.evaluation.generalisation;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The training of one network of the comparison.
 *
 * @param regularizer regulariser that is added to the cross-entropy
 * @param batchSize source images per minibatch and worker
 */
public record Training(Regularizer regularizer, int batchSize) {
  /**
   * Returns all trainings of an experiment, by regulariser and then by minibatch size.
   *
   * @throws io.lautum.UserException if a regulariser does not exist
   */
  public static List<Training> of(ExperimentConfig config) {
    List<Training> trainings = new ArrayList<>();
    for (String name : config.generalisation().regularizers()) {
      for (int batchSize : config.generalisation().batchSizes()) {
        trainings.add(new Training(Regularizer.named(name), batchSize));
      }
    }
    return trainings;
  }

  /** Returns the experiment with this training's regulariser and minibatch size. */
  public ExperimentConfig configuration(ExperimentConfig config) {
    Map<String, ConfigValue> values = new TreeMap<>();
    regularizer
        .settings(config.generalisation())
        .forEach((key, weight) -> values.put(key, ConfigValueFactory.fromAnyRef(weight)));
    values.put("pretrain.batch-size", ConfigValueFactory.fromAnyRef(batchSize));
    return ConfigLoader.with(config, values);
  }

  /** Returns the folder name within the folder of the generalisation experiment. */
  public String folder() {
    return regularizer + "/batch-" + batchSize;
  }
}
