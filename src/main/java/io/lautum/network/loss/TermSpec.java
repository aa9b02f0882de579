package io.lautum.network.loss;

import io.lautum.network.spec.Head;
import java.io.Serializable;
import java.util.List;

/**
 * A term of a training loss: a function of a network's outputs for the images of a step. Immutable;
 * travels to executors.
 */
public interface TermSpec extends Serializable {
  /** Name of the softmax of the logits, which a term may see like any other output. */
  String PROBABILITIES = "probabilities";

  /** Name of the term's part of a training state; terms of one loss have different names. */
  String name();

  /** The output that a configuration calls {@code softmax}, {@code logits} or {@code features}. */
  static String output(String configured) {
    return configured.equals("softmax") ? PROBABILITIES : configured;
  }

  /** Names of the outputs that the term sees: {@link #PROBABILITIES} and those of the network. */
  List<String> outputs();

  /** Auxiliary heads that the term needs. */
  default List<Head> heads() {
    return List.of();
  }

  /** Whether the term is given the whitened vector of each unlabelled target image. */
  default boolean usesWhitened() {
    return false;
  }

  /** A term for one network, in its first state. */
  Term create();
}
