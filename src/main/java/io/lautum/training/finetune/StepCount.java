package io.lautum.training.finetune;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts the steps of a training in a task, for the driver. The first step of a training that
 * continues from a checkpoint counts together with those before the checkpoint.
 *
 * @param resumed number of steps before the checkpoint
 * @param steps number of steps so far, including those before the checkpoint
 */
public record StepCount(LongAccumulator resumed, LongAccumulator steps)
    implements StepListener, Serializable {
  @Override
  public void resumed(int step) {
    resumed.add(step);
  }

  @Override
  public void searched(int step) {
    steps.add(1);
  }

  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    steps.add(1);
  }
}
