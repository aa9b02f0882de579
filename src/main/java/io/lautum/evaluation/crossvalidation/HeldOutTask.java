package io.lautum.evaluation.crossvalidation;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Classification;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.JavaSerialization;
import io.lautum.operations.cluster.TaskSteps;
import io.lautum.training.finetune.FineTuneCheckpoints;
import io.lautum.training.finetune.StepCount;
import io.lautum.training.finetune.StepListener;
import io.lautum.training.finetune.TargetExamples;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Fine-tunes on all labelled images but those of one part, and classifies these. The result is a
 * function of the data and the part.
 */
final class HeldOutTask implements Function<Integer, HeldOutTask.Predictions> {
  private final Broadcast<Data> data;
  private final Map<Integer, TaskSteps> steps;

  /**
   * @param data what all tasks share
   * @param steps steps of each part's training
   */
  HeldOutTask(Broadcast<Data> data, Map<Integer, TaskSteps> steps) {
    this.data = data;
    this.steps = steps;
  }

  /**
   * What all tasks share.
   *
   * @param pool the labelled images
   * @param unlabelled the unlabelled images; null if the method does not learn from them
   * @param groups group of each labelled image, which early stopping does not divide; empty if
   *     every image is its own
   * @param folds part of each labelled image
   * @param seeds seed of the training without each part
   * @param scored unlabelled images whose predicted classes are counted; may be none
   * @param batch images per forward pass
   * @param choices what engines chose, by the number of examples per minibatch
   * @param checkpoints checkpoints of all trainings, in a folder per part; null without
   */
  @DefaultSerializer(JavaSerialization.class)
  record Data(
      FoldTraining training,
      Shard pool,
      UnlabelledImages unlabelled,
      int[] groups,
      GroupedFolds folds,
      long[] seeds,
      byte[][] scored,
      int batch,
      Map<Integer, EngineChoices> choices,
      FineTuneCheckpoints checkpoints)
      implements Serializable {

    /** Returns the labelled examples on which a part's model is trained. */
    TargetExamples labelledRest(int fold) {
      int[] rest = folds.rest(fold);
      int[] own = Arrays.stream(rest).limit(groups.length).map(i -> groups[i]).toArray();
      return TargetExamples.of(pool, rest, TargetExamples.NONE).inGroups(own);
    }

    /** Returns all examples on which a part's model is trained. */
    TargetExamples rest(int fold) {
      TargetExamples labelled = labelledRest(fold);
      return unlabelled == null
          ? labelled
          : labelled.withUnlabelled(unlabelled.without(heldOutImages(fold)));
    }

    /** Returns the images of a part. */
    byte[][] heldOutImages(int fold) {
      return Arrays.stream(folds.heldOut(fold))
          .mapToObj(position -> pool.pixels()[position])
          .toArray(byte[][]::new);
    }

    /** Returns the same data with choices of engines. */
    Data withChoices(Map<Integer, EngineChoices> chosen) {
      return new Data(
          training, pool, unlabelled, groups, folds, seeds, scored, batch, chosen, checkpoints);
    }

    /** Returns the checkpoints of a part's training. */
    Optional<FineTuneCheckpoints> checkpoints(int fold) {
      return Optional.ofNullable(checkpoints).map(all -> all.below("part-" + (fold + 1)));
    }

    /** Returns the number of labelled images per minibatch when a part is held out. */
    int batchSize(int fold) {
      return training.tuner().batchSize(labelledRest(fold));
    }
  }

  /**
   * The predictions for the images of one part, in their order.
   *
   * @param probabilities one row per image; empty if the training diverged
   * @param predicted number of scored images by predicted class
   */
  @DefaultSerializer(JavaSerialization.class)
  record Predictions(int fold, float[][] probabilities, long[] predicted) implements Serializable {
    boolean diverged() {
      return probabilities.length == 0;
    }
  }

  @Override
  public Predictions call(Integer fold) {
    return predict(data.value(), fold, new StepCount(steps.get(fold)));
  }

  static Predictions predict(Data data, int fold, StepListener listener) {
    EngineChoices choices = data.choices().getOrDefault(data.batchSize(fold), EngineChoices.NONE);
    Optional<TrainedModel> model =
        data.training()
            .train(data.rest(fold), data.seeds()[fold], choices, data.checkpoints(fold), listener);
    long[] predicted = new long[data.training().target().classes().size()];
    Predictions diverged = new Predictions(fold, new float[0][], predicted);
    if (model.isEmpty()) {
      return diverged;
    }
    byte[][] images = data.heldOutImages(fold);
    float[][] probabilities = new float[images.length][];
    try (Predictor predictor =
        new Predictor(
            model.get(),
            data.training().target().normalization(),
            data.batch(),
            data.training().engine().engine())) {
      predictor.probabilities(
          images, (first, rows) -> System.arraycopy(rows, 0, probabilities, first, rows.length));
      // The loss of the last step was finite, but its update need not be.
      if (Arrays.stream(probabilities).anyMatch(row -> Float.isNaN(row[0]))) {
        return diverged;
      }
      predictor.probabilities(
          data.scored(),
          (first, rows) -> {
            for (float[] row : rows) {
              predicted[Classification.of(row).predicted()]++;
            }
          });
    }
    return new Predictions(fold, probabilities, predicted);
  }
}
