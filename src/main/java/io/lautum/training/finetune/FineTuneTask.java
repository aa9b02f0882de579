package io.lautum.training.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.shard.LocalCopy;
import io.lautum.method.TransferMethods;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/**
 * The fine-tuning of one model on an executor. The result is a function of the fields, so that it
 * has the same bits on every executor and on the driver.
 *
 * @param method name of the method, because a method itself is not serialisable
 * @param weights initial weights
 * @param labelled labelled examples
 * @param unlabelled place of the unlabelled images; null if the method does not use them
 * @param seed seed of batch order, augmentation and dropout
 * @param checkpoints checkpoints of the training; null without
 */
@DefaultSerializer(JavaSerialization.class)
record FineTuneTask(
    FineTuner tuner,
    String method,
    float[] weights,
    TargetExamples labelled,
    Broadcast<LocalCopy> unlabelled,
    long seed,
    FineTuneCheckpoints checkpoints)
    implements Serializable {

  /**
   * Trains the model.
   *
   * @param count number of steps so far, for the driver
   */
  Result run(StepCount count) {
    TargetExamples examples =
        unlabelled == null ? labelled : labelled.withUnlabelled(unlabelled.value().open().images());
    List<FinishedStep> steps = new ArrayList<>();
    try {
      float[] trained =
          tuner.train(
              TransferMethods.named(method).after(),
              weights,
              examples,
              seed,
              new Listener(steps, count),
              Optional.ofNullable(checkpoints));
      return new Result(trained, steps);
    } catch (DivergedException e) {
      // A failed task would be repeated, with the same result.
      return new Result(new float[0], steps);
    }
  }

  /** Collects the steps; ends the training if it has diverged. */
  private record Listener(List<FinishedStep> steps, StepCount count) implements StepListener {
    @Override
    public void resumed(int step) {
      count.resumed(step);
    }

    @Override
    public void searched(int step) {
      count.searched(step);
    }

    @Override
    public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
      steps.add(new FinishedStep(step, crossEntropy, metrics));
      count.finished(step, crossEntropy, metrics);
      if (!Double.isFinite(crossEntropy)) {
        throw new DivergedException();
      }
    }
  }

  /**
   * The trained model.
   *
   * @param weights new weights; empty if training has diverged in the last step
   * @param steps all steps in order
   */
  @DefaultSerializer(JavaSerialization.class)
  record Result(float[] weights, List<FinishedStep> steps) implements Serializable {
    /** Reports all steps. */
    void report(StepListener listener) {
      steps.forEach(step -> step.report(listener));
    }
  }
}
