package io.lautum.network.spec;

import io.lautum.Text;
import io.lautum.network.spec.Parameter.Kind;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The positions of all weights of a network in its flat vector.
 *
 * @param parameters parameters, ascending, without gaps
 * @param modelLength number of weights in the model file, which precede those of the auxiliary
 *     heads
 */
public record ParameterLayout(List<Parameter> parameters, int modelLength) implements Serializable {
  public ParameterLayout {
    parameters = List.copyOf(parameters);
  }

  /** Returns the number of weights. */
  public int length() {
    return parameters.isEmpty() ? 0 : parameters.get(parameters.size() - 1).end();
  }

  /**
   * Returns a layer's parameter of the given kind.
   *
   * @throws IllegalArgumentException if the layer has no such parameter
   */
  public Parameter of(String layer, Kind kind) {
    return parameters.stream()
        .filter(one -> one.layer().equals(layer) && one.kind() == kind)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(Text.format("layer [%s] has no [%s]", layer, kind)));
  }

  /** Returns the position of a layer's first parameter. */
  public int offset(String layer) {
    return parameters.stream()
        .filter(one -> one.layer().equals(layer))
        .mapToInt(Parameter::offset)
        .min()
        .orElseThrow(
            () -> new IllegalArgumentException(Text.format("layer [%s] has no parameters", layer)));
  }

  /** Returns the weights that a loss determines. */
  public TrainableMask trainable() {
    boolean[] trained = new boolean[length()];
    for (Parameter parameter : parameters) {
      Arrays.fill(trained, parameter.offset(), parameter.end(), parameter.kind().isTrained());
    }
    return new TrainableMask(trained);
  }

  /**
   * Returns the weight matrices of the layers, without biases and batch normalisation, ascending.
   */
  public List<WeightMatrix> matrices() {
    return parameters.stream()
        .filter(parameter -> parameter.kind() == Kind.WEIGHTS)
        .map(
            parameter -> {
              int rows = parameter.shaped().shape().get(0);
              return new WeightMatrix(
                  parameter.layer(), parameter.offset(), rows, parameter.length() / rows);
            })
        .toList();
  }
}
