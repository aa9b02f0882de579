package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.engine.RandomImages;
import io.lautum.network.input.AxisMap;
import io.lautum.network.input.ByteImages;
import io.lautum.network.input.GaussianNoise;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import io.lautum.network.input.ImageRows;
import io.lautum.network.input.LinearMap;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import io.lautum.training.MinibatchImages;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares images that the device computes from resident bytes with those of the host. */
class ImageInputTest {
  private static final Shape.Image SHAPE = new Shape.Image(3, 9, 12);
  private static final ImageShape IMAGES = new ImageShape(3, 9, 12);
  private static final int ROWS = 5;
  private static final StepSpec STEP = StepSpec.inference(ROWS, List.of());
  private static final long MEMORY = 32L << 20;

  private HostDevice device;

  @BeforeEach
  void openDevice() {
    HostKernels.obstacle().ifPresent(reason -> assumeTrue(false, reason));
    device = device(MEMORY);
  }

  private static HostDevice device(long memory) {
    return new HostDevice(new DeviceIdentity("CPU", "loops"), memory);
  }

  @AfterEach
  void closeDevice() {
    if (device != null) {
      device.close();
    }
  }

  static Stream<AugmentationConfig> everyKind() {
    return Stream.of(
        AugmentationConfig.OFF,
        new AugmentationConfig(3, false, 0, 1, 0, 0, 0, 0),
        new AugmentationConfig(0, true, 0, 1, 0, 0, 0, 0),
        new AugmentationConfig(0, false, 0.3, 1, 0, 0, 0, 0),
        new AugmentationConfig(0, false, 0, 0.4, 0, 0, 0, 0),
        new AugmentationConfig(2, true, 0, 0.4, 0, 0, 0, 0),
        new AugmentationConfig(0, false, 0, 1, 4, 0, 0, 0),
        new AugmentationConfig(0, false, 0, 1, 0, 0.3, 0, 0),
        new AugmentationConfig(0, false, 0, 1, 0, 0, 0.4, 0),
        new AugmentationConfig(0, false, 0, 1, 0, 0, 0, 0.5),
        RandomImages.ALL);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyKindOfChangeHasTheBitsOfTheHost(AugmentationConfig config) {
    for (int channels : new int[] {1, 3}) {
      Shape.Image shape = new Shape.Image(channels, 9, 12);
      StepSpec step =
          new StepSpec(
              List.of(ImageGroup.trained("one", ROWS), ImageGroup.trained("two", 2)),
              List.of(),
              STEP.optimizer(),
              false);
      MinibatchImages images = RandomImages.of(shape, step, config, 4);
      Buffer buffer = device.allocate(7L * shape.size() * Float.BYTES);
      ImageInput input = new ImageInput(device, step, shape, buffer);
      for (int number = 0; number < 40; number++) {
        ImageBatch batch = images.images(number, true);
        input.load(described(batch.rows()));
        assertThat(read(buffer)).isEqualTo(batch.pixels());
      }
    }
  }

  /** Returns a batch whose pixels must not be used. */
  private static ImageBatch described(List<ImageRows> rows) {
    return new ImageBatch() {
      @Override
      public float[] pixels() {
        throw new AssertionError("the set is resident");
      }

      @Override
      public List<ImageRows> rows() {
        return rows;
      }
    };
  }

  /** A geometry that no augmentation draws needs no additional kernel. */
  @Test
  void rotationByAQuarterAndMirroredRowsAreDescribed() {
    ImageChange change =
        new ImageChange(
            new LinearMap(0, 1, -1, 0),
            AxisMap.moved(1, true),
            AxisMap.IDENTITY,
            ImageChange.Colours.UNCHANGED,
            GaussianNoise.NONE,
            ImageChange.Rectangle.EMPTY);
    ByteImages set = RandomImages.set(IMAGES, ROWS, 1);
    float[] expected = new float[ROWS * SHAPE.size()];
    for (int i = 0; i < ROWS; i++) {
      float[] image = set.normalization().apply(set.images().get(i));
      new ImageRenderer(IMAGES).render(change, image, expected, i * SHAPE.size());
    }
    assertThat(load(input(), set, change)).isEqualTo(expected);
  }

  private final int[] positions = {0, 1, 2, 3, 4};
  private Buffer images;

  private ImageInput input() {
    images = device.allocate((long) ROWS * SHAPE.size() * Float.BYTES);
    return new ImageInput(device, STEP, SHAPE, images);
  }

  private float[] load(ImageInput input, ByteImages set, ImageChange change) {
    input.load(described(rows(set, change)));
    return read(images);
  }

  private List<ImageRows> rows(ByteImages set, ImageChange change) {
    return List.of(new ImageRows(set, positions, Collections.nCopies(ROWS, change)));
  }

  private float[] read(Buffer buffer) {
    float[] values = new float[buffer.length()];
    device.download(buffer, values);
    return values;
  }

  @Test
  void setThatWasReadAgainIsNotCopiedAgain() {
    ImageInput input = input();
    float[] first = load(input, RandomImages.set(IMAGES, ROWS, 1), ImageChange.NONE);
    long free = device.freeMemory();
    ByteImages again = RandomImages.set(IMAGES, ROWS, 1);
    again.images().get(0)[0]++;
    assertThat(load(input, again, ImageChange.NONE)).as("old bytes").isEqualTo(first);
    assertThat(device.freeMemory()).isEqualTo(free);
    assertThat(load(input, RandomImages.set(IMAGES, ROWS, 2), ImageChange.NONE))
        .isNotEqualTo(first);
    assertThat(device.freeMemory()).as("counts another set").isLessThan(free);
  }

  @Test
  void setLongerThanOnePartIsCopiedWhole() {
    ByteImages set = RandomImages.set(IMAGES, 30_000, 1);
    assertThat((long) set.count() * set.size()).isGreaterThan(2L << 22);
    positions[0] = 29_999;
    positions[1] = 12_945;
    positions[2] = 12_946;
    float[] actual = load(input(), set, ImageChange.NONE);
    for (int i = 0; i < ROWS; i++) {
      float[] expected = set.normalization().apply(set.images().get(positions[i]));
      assertThat(Arrays.copyOfRange(actual, i * SHAPE.size(), (i + 1) * SHAPE.size()))
          .isEqualTo(expected);
    }
  }

  @Test
  void closingTheDeviceReleasesSets() {
    load(input(), RandomImages.set(IMAGES, ROWS, 1), ImageChange.NONE);
    assertThat(device.freeMemory()).isLessThan(MEMORY);
    device.close();
    assertThat(device.freeMemory()).isEqualTo(MEMORY);
  }

  @Test
  void setThatTakesMoreThanHalfOfTheFreeMemoryStaysOnTheHost() {
    device.close();
    device = device(7L << 20);
    ImageInput input = input();
    long free = device.freeMemory();
    MinibatchImages minibatches = RandomImages.of(SHAPE, STEP, 1);
    for (int number = 0; number < 3; number++) {
      ImageBatch batch = minibatches.images(number, true);
      input.load(batch);
      assertThat(read(images)).isEqualTo(batch.pixels());
      assertThat(device.freeMemory()).isEqualTo(free);
    }
  }

  @Test
  void wrongNumbersAreRejected() {
    ImageInput input = input();
    ByteImages set = RandomImages.set(IMAGES, ROWS, 1);
    positions[4] = ROWS;
    assertThatThrownBy(() -> load(input, set, ImageChange.NONE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    ImageRows four = new ImageRows(set, new int[4], Collections.nCopies(4, ImageChange.NONE));
    assertThatThrownBy(() -> input.load(described(List.of(four))))
        .hasMessage("expected [%d] values, got [%d]", ROWS * 324, 4 * 324);
    assertThatThrownBy(() -> new ImageRows(set, new int[4], List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
