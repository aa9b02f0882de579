package io.lautum.network.engine.onednn;

import java.util.Collections;
import java.util.List;

/** The sum of several values of one shape. */
final class Sum implements Operator {
  private int inputs;

  @Override
  public Tensor forward(List<Tensor> values, Program program) {
    inputs = values.size();
    return program.sum(values);
  }

  @Override
  public List<Tensor> backward(Tensor gradient, boolean needed, Program program) {
    return needed ? Collections.nCopies(inputs, gradient.shared()) : List.of();
  }
}
