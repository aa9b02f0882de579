package io.lautum.training.finetune;

import io.lautum.operations.progress.TrainingProgress;
import java.util.Map;

/** Counts the steps of a training on the driver for its progress. */
final class CountedSteps implements StepListener {
  private final StepListener listener;
  private final TrainingProgress.Model progress;

  /** Number of steps of the search, which comes before the training. */
  private int searched;

  CountedSteps(StepListener listener, TrainingProgress.Model progress) {
    this.listener = listener;
    this.progress = progress;
  }

  @Override
  public void resumed(int steps) {
    progress.resumedAt(searched + steps);
  }

  @Override
  public void searched(int step) {
    searched = step;
    progress.at(step);
  }

  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    listener.finished(step, crossEntropy, metrics);
    progress.at(searched + step);
  }
}
