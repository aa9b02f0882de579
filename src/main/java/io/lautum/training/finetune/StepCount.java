package io.lautum.training.finetune;

import io.lautum.operations.cluster.TaskSteps;
import java.io.Serializable;
import java.util.Map;

/** Counts the steps of a training in a task, for the driver. */
public record StepCount(TaskSteps steps) implements StepListener, Serializable {
  @Override
  public void resumed(int step) {
    steps.resumedAt(step);
  }

  @Override
  public void searched(int step) {
    steps.take();
  }

  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    steps.take();
  }
}
