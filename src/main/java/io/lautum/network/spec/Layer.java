package io.lautum.network.spec;

import io.lautum.Text;
import io.lautum.network.spec.Parameter.Kind;
import java.io.Serializable;
import java.util.List;

/**
 * One operation of a network. A layer defines the shape of its output and its parameters; engines
 * compute it.
 */
public sealed interface Layer extends Serializable {
  /**
   * Returns the shape of the output.
   *
   * @param inputs shapes of the inputs, in order
   * @throws IllegalArgumentException if the layer does not accept the shapes
   */
  Shape output(List<Shape> inputs);

  /**
   * Returns the parameters, in their order in the network's flat weights.
   *
   * @param inputs shapes of the inputs, which {@link #output} accepts
   */
  default List<Parameter.Shaped> parameters(List<Shape> inputs) {
    return List.of();
  }

  /** A layer with one input. */
  sealed interface Unary extends Layer {
    /** Returns the shape of the output for the given input. */
    Shape output(Shape input);

    /** Returns the parameters for the given input. */
    default List<Parameter.Shaped> parameters(Shape input) {
      return List.of();
    }

    @Override
    default Shape output(List<Shape> inputs) {
      if (inputs.size() != 1) {
        throw new IllegalArgumentException(
            Text.format("expected one input, got [%d]", inputs.size()));
      }
      return output(inputs.get(0));
    }

    @Override
    default List<Parameter.Shaped> parameters(List<Shape> inputs) {
      return parameters(inputs.get(0));
    }
  }

  /**
   * A two-dimensional convolution.
   *
   * @param channels number of channels of the output
   * @param hasBias true if each channel has a bias, which is redundant before batch normalisation
   */
  record Convolution(int channels, Window kernel, boolean hasBias, Initialization initialization)
      implements Unary {
    @Override
    public Shape output(Shape input) {
      return kernel.over(image(input), channels);
    }

    @Override
    public List<Parameter.Shaped> parameters(Shape input) {
      Parameter.Shaped weights =
          Parameter.Shaped.of(
              Kind.WEIGHTS, channels, image(input).channels(), kernel.size(), kernel.size());
      return hasBias
          ? List.of(Parameter.Shaped.of(Kind.BIAS, channels), weights)
          : List.of(weights);
    }
  }

  /** A fully connected layer with a bias. */
  record Dense(int units, Initialization initialization) implements Unary {
    @Override
    public Shape output(Shape input) {
      return new Shape.Vector(units);
    }

    @Override
    public List<Parameter.Shaped> parameters(Shape input) {
      return List.of(
          Parameter.Shaped.of(Kind.WEIGHTS, units, input.size()),
          Parameter.Shaped.of(Kind.BIAS, units));
    }
  }

  /**
   * Batch normalisation of each channel (Ioffe &amp; Szegedy 2015, algorithm 1): γ(x − m)/√(v + ε)
   * + β, with mean m and variance v of the minibatch, or their running averages.
   *
   * @param epsilon ε
   * @param decay weight of the old value in a running average
   */
  record BatchNormalization(double epsilon, double decay) implements Unary {
    /** Creates a layer with ε = 1e-5 and a decay of 0.9. */
    public BatchNormalization() {
      this(1e-5, 0.9);
    }

    @Override
    public Shape output(Shape input) {
      return image(input);
    }

    @Override
    public List<Parameter.Shaped> parameters(Shape input) {
      int channels = image(input).channels();
      return List.of(
          Parameter.Shaped.of(Kind.SCALE, channels),
          Parameter.Shaped.of(Kind.SHIFT, channels),
          Parameter.Shaped.of(Kind.RUNNING_MEAN, channels),
          Parameter.Shaped.of(Kind.RUNNING_DEVIATION, channels));
    }
  }

  /** max(x, 0). */
  record Rectifier() implements Unary {
    @Override
    public Shape output(Shape input) {
      return input;
    }
  }

  /** The maximum of each window. */
  record MaxPooling(Window window) implements Unary {
    @Override
    public Shape output(Shape input) {
      return window.over(image(input), image(input).channels());
    }
  }

  /** The mean of each window; padding does not count. */
  record AveragePooling(Window window) implements Unary {
    @Override
    public Shape output(Shape input) {
      return window.over(image(input), image(input).channels());
    }
  }

  /** The mean of each channel. */
  record GlobalAverage() implements Unary {
    @Override
    public Shape output(Shape input) {
      return new Shape.Vector(image(input).channels());
    }
  }

  /**
   * While training, zeroes entries at random and divides the others by the probability of keeping
   * an entry, so that the mean is unchanged (Srivastava et al. 2014).
   *
   * @param probability probability of dropping an entry
   */
  record Dropout(double probability) implements Unary {
    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1)
     */
    public Dropout {
      if (!(probability >= 0 && probability < 1)) {
        throw new IllegalArgumentException(
            Text.format("expected a probability in [0, 1), got [%s]", probability));
      }
    }

    @Override
    public Shape output(Shape input) {
      return input;
    }
  }

  /** The sum of two or more values of one shape, as at the end of a residual block. */
  record Sum() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
      if (inputs.size() < 2 || inputs.stream().distinct().count() != 1) {
        throw new IllegalArgumentException(
            Text.format("expected two or more inputs of one shape, got %s", inputs));
      }
      return inputs.get(0);
    }
  }

  private static Shape.Image image(Shape shape) {
    if (shape instanceof Shape.Image image) {
      return image;
    }
    throw new IllegalArgumentException(
        Text.format("expected an image, got a vector of [%s]", shape));
  }
}
