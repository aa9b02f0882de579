package io.lautum.bench;

import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermSpec;
import java.util.Map;

/**
 * A term that is 0 for all outputs. The network still passes the target images forward and
 * backward, so a run with this term measures a step without the work of a term.
 */
record NoTerm() implements TermSpec {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public Term create() {
    return input -> {
      double[] outputs = input.outputs().get(PROBABILITIES);
      return new Term.Value(0, Map.of(PROBABILITIES, new double[outputs.length]));
    };
  }
}
