package io.lautum.network.engine.cudnn;

import java.util.Collections;
import java.util.List;

/** The sum of several values of one shape. */
final class Sum implements Operator {
  private int inputs;

  @Override
  public Tensor forward(List<Tensor> values, Program program) {
    inputs = values.size();
    Tensor total = values.get(0);
    for (Tensor value : values.subList(1, values.size())) {
      total = program.sum(total, value);
    }
    return total;
  }

  @Override
  public List<Tensor> backward(Tensor gradient, boolean needed, Program program) {
    return needed ? Collections.nCopies(inputs, gradient) : List.of();
  }
}
