package io.lautum.network.engine.cudnn;

import java.util.ArrayList;
import java.util.List;

/** An operator whose inputs are converted to a format if they have another. */
final class Formatted implements Operator {
  private final Operator operator;
  private final Format format;
  private List<Tensor> originals;

  Formatted(Operator operator, Format format) {
    this.operator = operator;
    this.format = format;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Program program) {
    originals = inputs;
    return operator.forward(
        inputs.stream().map(input -> input.in(format, program)).toList(), program);
  }

  /** Returns the gradients in the formats of the inputs. */
  @Override
  public List<Tensor> backward(Tensor gradient, boolean needed, Program program) {
    List<Tensor> converted = operator.backward(gradient, needed, program);
    List<Tensor> byInputs = new ArrayList<>();
    for (int i = 0; i < converted.size(); i++) {
      byInputs.add(converted.get(i).in(originals.get(i).format(), program));
    }
    return byInputs;
  }
}
