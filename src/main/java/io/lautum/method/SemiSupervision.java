package io.lautum.method;

import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a post-transfer stage learns from unlabelled target images besides the labelled ones. Belongs
 * to one training run.
 */
public interface SemiSupervision {
  /** Returns the term that it adds to the labelled examples' cross-entropy. */
  TermSpec term();

  /**
   * Returns the groups of unlabelled images of a minibatch: {@link ImageGroup#UNLABELLED}, and
   * views of the same number of images.
   *
   * @param labelled number of labelled images of a minibatch
   */
  default List<ImageGroup> groups(int labelled) {
    return List.of(ImageGroup.trained(ImageGroup.UNLABELLED, labelled));
  }

  /**
   * Returns the term's extra input for a minibatch.
   *
   * @param step number of the step, from 0
   * @param examples numbers of the minibatch's examples, first the labelled, then the unlabelled
   *     ones
   * @return one row per example, row-major; may be empty
   */
  default double[] termInputs(int step, int[] examples) {
    return new double[0];
  }

  /**
   * Receives the network's class probabilities at a step.
   *
   * @param outputs probabilities of the examples, row-major
   */
  default void observe(int step, int[] examples, double[] outputs) {}

  /** Returns a sentence if the term cannot act in this training, such as a too short one. */
  default Optional<String> idle() {
    return Optional.empty();
  }

  /**
   * Returns copies of the vectors that it carries from step to step, by name; those of the term are
   * not among them.
   */
  default SortedMap<String, float[]> state() {
    return new TreeMap<>();
  }

  /**
   * Continues from the vectors of the same training at another time. They are not kept.
   *
   * @param state result of {@link #state}
   */
  default void restore(SortedMap<String, float[]> state) {}
}
