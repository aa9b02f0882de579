package io.lautum.training.finetune;

import java.util.Map;

/** Receives what each step of a fine-tuning has computed. */
@FunctionalInterface
public interface StepListener {
  /**
   * Called before the first call of {@link #finished} if the training continues from a checkpoint.
   *
   * @param steps number of steps before the checkpoint, all of which are reported
   */
  default void resumed(int steps) {}

  /**
   * Called after each step of the search for the number of steps, which comes before the training.
   *
   * @param step number of the step in the search, from 1
   */
  default void searched(int step) {}

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
