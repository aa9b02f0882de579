package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares kernels with loops in double precision where the networks of the engines' common tests
 * are too small: sums in several parts, padded and overlapping windows, random numbers.
 */
class KernelsTest {
  private HostDevice device;

  @BeforeEach
  void openDevice() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
    device = new HostDevice(new DeviceIdentity("CPU", "loops"));
  }

  @AfterEach
  void closeDevice() {
    if (device != null) {
      device.close();
    }
  }

  /** Known answers of the authors' Random123 library, {@code kat_vectors}. */
  @Test
  void randomNumbersArePhilox() {
    assertThat(words(new int[4], 4))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void randomNumbersDependOnSeedAndDraw() {
    int[] first = words(new int[] {1, 0, 0, 0}, 8);
    assertThat(words(new int[] {0, 1, 0, 0}, 8)).doesNotContain(Arrays.stream(first).toArray());
    assertThat(words(new int[] {1, 0, 1, 0}, 8)).doesNotContain(Arrays.stream(first).toArray());
  }

  private int[] words(int[] state, int count) {
    Buffer on = device.allocate(4L * Integer.BYTES);
    Buffer words = device.allocate((long) count * Integer.BYTES);
    device.upload(state, on);
    device.launch("randomWords", 1, 32, on, words, count);
    float[] bits = new float[count];
    device.download(words, bits);
    int[] result = new int[count];
    Arrays.setAll(result, i -> Float.floatToRawIntBits(bits[i]));
    return result;
  }

  @Test
  void momentsOfManyValuesFarFromZeroAreExact() {
    Shape.Image image = new Shape.Image(3, 40, 50);
    float[] values = normal(9 * image.size(), 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000 + values[i];
    }
    Tensor tensor = tensor(values, 9, image);
    int splits = Launch.parts(tensor);
    assertThat(splits).isGreaterThan(1);
    Buffer parts = device.allocate(3L * splits * 3 * Float.BYTES);
    Buffer mean = device.allocate(3L * Float.BYTES);
    Buffer variance = device.allocate(3L * Float.BYTES);
    device.launch(
        "channelMoments", 3 * splits, Launch.THREADS, tensor.buffer(), 9, 3, 2000, splits, parts);
    device.launch("mergeMoments", 1, Launch.THREADS, parts, splits, mean, variance, 3);
    for (int c = 0; c < 3; c++) {
      double[] channel = channel(values, c, 3, 2000);
      double expected = Arrays.stream(channel).average().orElseThrow();
      double spread =
          Arrays.stream(channel).map(x -> Math.pow(x - expected, 2)).average().orElseThrow();
      assertThat((double) read(mean)[c]).isCloseTo(expected, within(1e-4));
      assertThat((double) read(variance)[c]).isCloseTo(spread, within(1e-4));
    }
  }

  @Test
  void biasGradientSumsManyValuesInParts() {
    Shape.Image image = new Shape.Image(3, 40, 50);
    float[] values = normal(9 * image.size(), 2);
    Buffer gradient = device.allocate(3L * Float.BYTES);
    Bias bias = new Bias(device.allocate(3L * Float.BYTES), gradient, false);
    Program program = new Program(device);
    bias.backward(tensor(values, 9, image), program);
    program.run();
    for (int c = 0; c < 3; c++) {
      double sum = Arrays.stream(channel(values, c, 3, 2000)).sum();
      assertThat((double) read(gradient)[c]).isCloseTo(sum, within(2e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2,0", "3,2,1", "3,1,1", "2,3,0", "5,1,2", "3,2,0"})
  void poolingAgreesWithItsDerivative(int size, int stride, int padding) {
    Window window = new Window(size, stride, padding);
    assertIsDerivative(new MaxPooling(window));
    assertIsDerivative(new AveragePooling(window));
  }

  @Test
  void paddingDoesNotCount() {
    Window window = new Window(3, 2, 1);
    assertThat(pooled(new MaxPooling(window))).containsExactly(-1, -2, -4, -5);
    assertThat(pooled(new AveragePooling(window))).containsExactly(-3, -4, -6, -7);
  }

  private float[] pooled(UnaryOperator operator) {
    float[] image = {-1, -2, -3, -4, -5, -6, -7, -8, -9};
    Program program = new Program(device);
    Tensor output = operator.forward(tensor(image, 1, new Shape.Image(1, 3, 3)), program);
    program.run();
    return read(output.buffer());
  }

  @Test
  void globalAverageAgreesWithItsDerivative() {
    assertIsDerivative(new GlobalAverage());
  }

  /**
   * Pooling is linear near almost all images, so y(x + d) − y(x) = Jd, and dy·Jd must be dx·d, up
   * to rounding.
   */
  private void assertIsDerivative(UnaryOperator operator) {
    Shape.Image image = new Shape.Image(2, 7, 9);
    float[] x = new float[3 * image.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % x.length;
    }
    float[] d = normal(x.length, 3);
    Program forward = new Program(device);
    Program backward = new Program(device);
    Tensor input = tensor(x, 3, image);
    Tensor output = operator.forward(input, forward);
    float[] dy = normal(output.items(), 4);
    Tensor byInput = operator.backwardOne(tensor(dy, 3, output.shape()), true, backward);
    forward.run();
    float[] before = read(output.buffer());
    backward.run();
    float[] dx = read(byInput.buffer());
    float[] moved = x.clone();
    for (int i = 0; i < x.length; i++) {
      moved[i] += 0.1f * d[i];
    }
    device.upload(moved, input.buffer());
    forward.run();
    float[] after = read(output.buffer());
    double expected = 0;
    for (int i = 0; i < dy.length; i++) {
      expected += dy[i] * ((double) after[i] - before[i]);
    }
    double actual = 0;
    for (int i = 0; i < dx.length; i++) {
      actual += dx[i] * ((double) moved[i] - x[i]);
    }
    assertThat(actual).isCloseTo(expected, within(2e-3));
    assertThat(Math.abs(expected)).as("not vacuous").isGreaterThan(0.01);
  }

  @Test
  void wrongArgumentsAreFound() {
    assertThatThrownBy(() -> device.launch("add", 1, 1, 1)).hasMessageContaining("number of");
    assertThatThrownBy(() -> device.launch("none", 1, 1)).hasMessageContaining("no such kernel");
    assertThatThrownBy(() -> device.launch("advance", 1, 1, new Buffer(64, 16)))
        .hasMessageContaining("not allocated");
  }

  private Tensor tensor(float[] values, int rows, Shape shape) {
    Tensor tensor = Tensor.allocate(device, rows, shape, Format.PLANES);
    device.upload(values, tensor.buffer());
    return tensor;
  }

  private float[] read(Buffer buffer) {
    float[] values = new float[buffer.length()];
    device.download(buffer, values);
    return values;
  }

  private static double[] channel(float[] values, int channel, int channels, int inner) {
    return IntStream.range(0, values.length)
        .filter(i -> i / inner % channels == channel)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
