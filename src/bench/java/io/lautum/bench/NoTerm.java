package io.lautum.bench;

import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import java.util.List;
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
  public List<String> outputs() {
    return List.of(PROBABILITIES);
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private static final class Running implements Term {
    @Override
    public Value advance(TermInput input) {
      double[] outputs = input.outputs().get(PROBABILITIES);
      return new Value(0, Map.of(PROBABILITIES, new double[outputs.length]));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of();
    }
  }
}
