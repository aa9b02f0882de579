package io.lautum.network.loss;

import io.lautum.network.spec.Head;
import io.lautum.network.step.ImageGroup;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A term of a training loss: a function of a network's outputs for the images of a step. Immutable;
 * sent to executors.
 */
public interface TermSpec extends Serializable {
  /** Name of the softmax of the logits, which a term may request like any other output. */
  String PROBABILITIES = "probabilities";

  /**
   * Returns the name of the term's part of a training state; terms of one loss have different
   * names.
   */
  String name();

  /**
   * Returns the output for the configuration value {@code softmax}, {@code logits} or {@code
   * features}.
   */
  static String output(String configured) {
    return configured.equals("softmax") ? PROBABILITIES : configured;
  }

  /** Returns the output that a term requests if it requests only one. */
  default String output() {
    return PROBABILITIES;
  }

  /**
   * Returns the names of the outputs that the term requests: {@link #PROBABILITIES} or outputs of
   * the network.
   */
  default List<String> outputs() {
    return List.of(output());
  }

  /**
   * Returns the roles of the groups of unlabelled images that the term reads: {@link
   * ImageGroup#UNLABELLED}, {@link ImageGroup#STRONG_VIEW} or {@link ImageGroup#OTHER_STRONG_VIEW}.
   */
  default List<String> groups() {
    return List.of(ImageGroup.UNLABELLED);
  }

  /** Returns the auxiliary heads that the term needs. */
  default List<Head> heads() {
    return List.of();
  }

  /** Returns whether the term receives the whitened vector of each unlabelled target image. */
  default boolean usesWhitened() {
    return false;
  }

  /**
   * Returns the cost of the term, which is computed on one core; empty if it is small next to the
   * network's for any number of outputs.
   *
   * @param outputs number K of values of {@link #output}
   * @param components length r of a whitened vector
   * @param images number n of unlabelled images per step
   */
  default Optional<Cost> cost(int outputs, int components, int images) {
    return Optional.empty();
  }

  /**
   * The cost of a term.
   *
   * @param multiplications approximate number of multiplications per step
   * @param stateBytes size of the state that each worker keeps
   */
  record Cost(long multiplications, long stateBytes) {}

  /** Returns a term for one network, in its initial state. */
  Term create();
}
