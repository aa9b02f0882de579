package io.lautum.training.finetune;

import java.util.Map;

/** Receives what each step of a fine-tuning has computed. */
@FunctionalInterface
public interface StepListener {
  /**
   * Called after each step.
   *
   * @param step number of the step, from 1
   * @param crossEntropy cross-entropy of the labelled examples, in nats; NaN or infinite if
   *     training has diverged
   * @param metrics metrics of the post-transfer stage by key
   */
  void finished(int step, double crossEntropy, Map<String, Double> metrics);
}
