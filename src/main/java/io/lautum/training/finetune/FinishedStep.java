package io.lautum.training.finetune;

import java.io.Serializable;
import java.util.Map;

/** What a step has computed: the arguments of a call of {@link StepListener}. */
record FinishedStep(int step, double crossEntropy, Map<String, Double> metrics)
    implements Serializable {
  FinishedStep {
    metrics = Map.copyOf(metrics);
  }

  /** Calls a listener with this step. */
  void report(StepListener listener) {
    listener.finished(step, crossEntropy, metrics);
  }
}
