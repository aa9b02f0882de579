package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.PassGroups;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every operator on bfloat16 images with the same operator on floats, which the tests of
 * all engines compare with a reference in double precision. Images, weights and gradients are
 * bfloat16 numbers, so that the results differ only by their own rounding, at most half of the last
 * of 8 significant bits, and by the order of sums in float. A bias is added to a rounded number,
 * and rounded again.
 */
class Bfloat16OperatorsTest {
  /** Largest relative error of a number that is rounded to 8 significant bits. */
  private static final double ROUNDING = Math.scalb(1.0, -8);

  /** Largest error of sums in float, relative to the largest result. */
  private static final double SUMS = 1e-5;

  private static final int ROWS = 5;

  @BeforeEach
  void requireCompiler() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
  }

  private static Layer convolution(int channels, Window window, boolean hasBias) {
    return new Layer.Convolution(channels, window, hasBias, Initialization.HE);
  }

  /** Returns networks of one layer, some with the ReLU that the operator includes. */
  static Stream<Named<NetworkGraph>> layers() {
    Window three = new Window(3, 1, 1);
    Window overlapping = new Window(3, 2, 1);
    return Stream.of(
        named("images of few channels", 3, convolution(16, three, false)),
        named("stride", 12, convolution(20, overlapping, false)),
        named("point", 8, convolution(8, new Window(1, 2, 0), false), new Layer.Rectifier()),
        named("normalisation", 11, new Layer.BatchNormalization()),
        named("normalisation and ReLU", 40, new Layer.BatchNormalization(), new Layer.Rectifier()),
        named("many channels", 270, new Layer.BatchNormalization(), new Layer.Rectifier()),
        named("ReLU", 10, new Layer.Rectifier()),
        named("maximum", 10, new Layer.MaxPooling(overlapping)),
        named("separate maxima", 8, new Layer.MaxPooling(new Window(2, 2, 0))),
        named("average", 9, new Layer.AveragePooling(overlapping)),
        named("global average", 19, new Layer.GlobalAverage()),
        named("flat", 6, new Layer.Dense(7, Initialization.XAVIER)),
        Named.of("sum", network(13, List.of(new Layer.Sum()))));
  }

  private static Named<NetworkGraph> named(String name, int channels, Layer... layers) {
    return Named.of(name, network(channels, List.of(layers)));
  }

  private static NetworkGraph network(int channels, List<Layer> layers) {
    // Enough pixels for sums in several parts.
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(channels, 23, 19));
    String last = NetworkGraph.IMAGE;
    for (int i = 0; i < layers.size(); i++) {
      String[] inputs =
          layers.get(i) instanceof Layer.Sum ? new String[] {last, last} : new String[] {last};
      last = graph.add("layer" + i, layers.get(i), inputs);
    }
    return graph.output(NetworkGraph.LOGITS, last).build();
  }

  /** Output and gradients of an operator. */
  private record Results(float[] output, float[] byInput, float[] byWeights) {}

  private static Results run(NetworkGraph network, Precision precision) {
    ParameterLayout layout = network.parameters();
    PassGroups groups =
        new PassGroups(List.of(ImageGroup.trained(ImageGroup.LABELLED, ROWS)), true);
    try (HostDevice device = new HostDevice(new DeviceIdentity("CPU", "loops"))) {
      Buffer weights = upload(normal(layout.length(), 1, 0.1), device);
      Buffer gradient = device.allocate(weights.bytes());
      Program program = new Program(device);
      RoundedFilters rounded = null;
      if (precision == Precision.BFLOAT16) {
        rounded = new RoundedFilters(device, layout);
        rounded.round(weights, program);
      }
      FlatWeights flat = new FlatWeights(layout, weights, gradient, rounded);
      Operation operation = new Operations(network, flat, precision, groups).list().get(0);
      Format format = Format.of(precision);
      Tensor input = tensor(2, network.input(), device).in(format, program);
      List<Tensor> inputs = operation.inputs().stream().map(name -> input).toList();
      Tensor output = operation.operator().forward(inputs, program);
      Tensor byOutput = tensor(3, output.shape(), device).in(output.format(), program);
      Tensor byInput = operation.operator().backward(byOutput, true, program).get(0);
      if (rounded != null) {
        rounded.widen(gradient, program);
      }
      assertThat(byInput.format()).isEqualTo(format);
      Tensor values = output.in(Format.PLANES, program);
      Tensor gradients = byInput.in(Format.PLANES, program);
      program.run();
      return new Results(
          read(values.buffer(), device), read(gradients.buffer(), device), read(gradient, device));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void resultsAreTheRoundedResultsOfFloats(NetworkGraph network) {
    Results expected = run(network, Precision.FLOAT);
    Results actual = run(network, Precision.BFLOAT16);
    assertRounded(actual.output, expected.output, ROUNDING);
    assertRounded(actual.byInput, expected.byInput, ROUNDING);
    assertGradientsAgree(network, actual, expected);
    assertThat(run(network, Precision.BFLOAT16).byInput).isEqualTo(actual.byInput);
  }

  @Test
  void biasIsAddedToRoundedValues() {
    NetworkGraph network = network(12, List.of(convolution(5, new Window(3, 1, 1), true)));
    Results expected = run(network, Precision.FLOAT);
    Results actual = run(network, Precision.BFLOAT16);
    double bias = 0;
    for (float value : part(normal(network.parameters().length(), 1, 0.1), bias(network))) {
      bias = Math.max(bias, Math.abs(value));
    }
    for (int i = 0; i < expected.output.length; i++) {
      double value = expected.output[i];
      assertThat((double) actual.output[i])
          .isCloseTo(value, within(ROUNDING * (2.1 * Math.abs(value) + bias) + SUMS));
    }
    assertRounded(actual.byInput, expected.byInput, ROUNDING);
    assertGradientsAgree(network, actual, expected);
  }

  private static Parameter bias(NetworkGraph network) {
    return network.parameters().of("layer0", Parameter.Kind.BIAS);
  }

  /** Only the gradients of filters are rounded. */
  private static void assertGradientsAgree(NetworkGraph network, Results actual, Results expected) {
    for (Parameter parameter : network.parameters().parameters()) {
      boolean isFilter = parameter.shaped().shape().size() == 4;
      assertRounded(
          part(actual.byWeights, parameter),
          part(expected.byWeights, parameter),
          isFilter ? ROUNDING : 0);
    }
  }

  private static float[] part(float[] values, Parameter parameter) {
    return Arrays.copyOfRange(values, parameter.offset(), parameter.end());
  }

  private static void assertRounded(float[] actual, float[] expected, double rounding) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).as("not vacuous").isGreaterThan(1e-3);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("value %d", i)
          .isCloseTo(expected[i], within(rounding * Math.abs(expected[i]) + SUMS * largest));
    }
  }

  @Test
  void varianceFarFromZeroDoesNotCancel() {
    Shape.Image image = new Shape.Image(3, 40, 50);
    try (HostDevice device = new HostDevice(new DeviceIdentity("CPU", "loops"))) {
      // Neighbours of 1024 in bfloat16 are 8 apart.
      float[] values = normal(ROWS * image.size(), 4, 20);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = bfloat16(1024 + values[i]);
        if (i / 2000 % 3 == 1) {
          sum += values[i];
          squares += Math.pow(values[i] - 1024.0, 2);
        }
      }
      Program program = new Program(device);
      Tensor tensor = new Tensor(upload(values, device), ROWS, image, Format.PLANES);
      Buffer mean = device.allocate(3L * Float.BYTES);
      Buffer variance = device.allocate(3L * Float.BYTES);
      Tensor pixels = tensor.in(Format.PIXELS, program);
      assertThat(new Columns(pixels).splits()).isGreaterThan(1);
      Normalisation.of(pixels, new Normalisation.Channels(mean, variance, mean, mean, 1e-5f, false))
          .measure(program);
      program.run();
      double expected = sum / (ROWS * 2000);
      assertThat((double) read(mean, device)[1]).isCloseTo(expected, within(1e-3));
      assertThat((double) read(variance, device)[1])
          .isCloseTo(squares / (ROWS * 2000) - Math.pow(expected - 1024, 2), within(0.01));
    }
  }

  @Test
  void dropoutKeepsTheMaskForTheGradient() {
    Shape.Image image = new Shape.Image(10, 9, 7);
    boolean[] applies = {true, false, true};
    try (HostDevice device = new HostDevice(new DeviceIdentity("CPU", "loops"))) {
      float[] ones = new float[applies.length * image.size()];
      Arrays.fill(ones, 1);
      Program program = new Program(device);
      Tensor input =
          new Tensor(upload(ones, device), applies.length, image, Format.PLANES)
              .in(Format.PIXELS, program);
      Dropout dropout = new Dropout(0.75, applies);
      Tensor output = dropout.forward(input, program);
      Tensor byInput = dropout.backwardOne(input, true, program).in(Format.PLANES, program);
      Tensor values = output.in(Format.PLANES, program);
      dropout.seed(5, 0);
      program.run();
      float[] dropped = read(values.buffer(), device);
      assertThat(read(byInput.buffer(), device)).isEqualTo(dropped);
      int kept = 0;
      for (int i = 0; i < dropped.length; i++) {
        boolean applied = applies[i / image.size()];
        assertThat(dropped[i]).isIn(applied ? List.of(0f, bfloat16(4 / 3f)) : List.of(1f));
        kept += applied && dropped[i] > 0 ? 1 : 0;
      }
      assertThat(kept / (2.0 * image.size())).isBetween(0.7, 0.8);
    }
  }

  private static Tensor tensor(long seed, Shape shape, Device device) {
    float[] values = normal(ROWS * shape.size(), seed, 1);
    return new Tensor(upload(values, device), ROWS, shape, Format.PLANES);
  }

  private static Buffer upload(float[] values, Device device) {
    Buffer buffer = device.allocate((long) values.length * Float.BYTES);
    device.upload(values, buffer);
    return buffer;
  }

  private static float[] read(Buffer buffer, Device device) {
    float[] values = new float[buffer.length()];
    device.download(buffer, values);
    return values;
  }

  static float bfloat16(float value) {
    return Float.intBitsToFloat(HostBfloat16.rounded(value) << Short.SIZE);
  }

  /** Returns normal numbers that are bfloat16 numbers. */
  private static float[] normal(int length, long seed, double spread) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = bfloat16((float) (spread * random.nextGaussian()));
    }
    return values;
  }
}
