package io.lautum.training.finetune;

import java.util.Map;

/**
 * Reports the steps of a search for the number of steps, which are not steps of the model. A step
 * that diverges is reported as a step of the model too, because it ends the training.
 */
record SearchListener(StepListener listener) implements StepListener {
  @Override
  public void resumed(int steps) {
    listener.resumed(steps);
  }

  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    if (!Double.isFinite(crossEntropy)) {
      listener.finished(step, crossEntropy, metrics);
    }
    listener.searched(step);
  }
}
