package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Example;
import io.lautum.data.shard.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitStatisticsTest {
  private static final ImageShape SHAPE = new ImageShape(2, 1, 2);
  private static final DatasetInfo INFO = new DatasetInfo(SHAPE, List.of("cat", "dog", "owl"));

  /**
   * Returns the statistics of images whose channel 0 is 0, 255, 255, 0 and whose channel 1 is 51.
   */
  private static SplitStatistics census(int... labels) {
    return part(new Example(1, labels[1], new byte[] {(byte) 255, 0, 51, 51}))
        .plus(part(new Example(0, labels[0], new byte[] {0, (byte) 255, 51, 51})));
  }

  private static SplitStatistics part(Example... examples) {
    return SplitStatistics.of(ExampleBlock.of(List.of(examples).iterator()), INFO);
  }

  @Test
  void meanAndDeviationArePerChannel() {
    assertThat(census(0, 1).normalization(SHAPE).mean())
        .containsExactly(new float[] {0.5f, 0.2f}, within(1e-7f));
  }

  /** The deviation of a constant channel is 0, and division by it must not occur. */
  @Test
  void constantChannelGetsASmallDeviation() {
    assertThat(census(0, 1).normalization(SHAPE).std())
        .containsExactly(new float[] {0.5f, 1e-3f}, within(1e-7f));
  }

  @Test
  void examplesAreCountedPerClass() {
    assertThat(census(2, 1).byClass()).containsExactly(0, 1, 1);
    assertThat(census(2, 2).byClass()).containsExactly(0, 0, 2);
    assertThat(census(2, 1).size()).isEqualTo(2);
    assertThat(SplitStatistics.counts(new long[] {3, 0, 4}))
        .isEqualTo(new Manifest.Counts(7, List.of(3L, 0L, 4L)));
  }

  @Test
  void imagesOfOneColourAreCounted() {
    assertThat(census(0, 1).constant()).isZero();
    SplitStatistics constant =
        part(new Example(0, 0, new byte[] {(byte) 199, (byte) 201, 7, 7}))
            .plus(part(new Example(1, 0, new byte[] {(byte) 198, (byte) 201, 7, 7})))
            .plus(part(new Example(2, 0, new byte[] {-1, -1, 0, 2})));
    assertThat(constant.constant()).isEqualTo(2);
  }

  @Test
  void emptyClassIsNamed() {
    assertThatThrownBy(() -> census(0, 2).counts("pets train", INFO))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("pets train: class 1 (dog) is empty")
        .hasMessageContaining("each of 3 classes");
  }

  @Test
  void idsMustBeCompleteAndUnique() {
    byte[] pixels = new byte[4];
    for (long[] ids : new long[][] {{0, 0}, {0, 2}, {-1, 0}, {1, 2}}) {
      SplitStatistics census = part(new Example(ids[0], 0, pixels), new Example(ids[1], 0, pixels));
      assertThatThrownBy(() -> census.requireWhole(new long[0]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("0 to 1, each once");
    }
    SplitStatistics whole = part(new Example(1, 0, pixels), new Example(0, 0, pixels));
    assertThat(whole.requireWhole(new long[0])).isSameAs(whole);
  }

  @Test
  void idsOfBadFilesFillTheGaps() {
    byte[] pixels = new byte[4];
    SplitStatistics census = part(new Example(1, 0, pixels), new Example(4, 0, pixels));
    assertThat(census.requireWhole(new long[] {0, 2, 3})).isSameAs(census);
    for (long[] bad : new long[][] {{}, {0, 2}, {0, 2, 5}, {0, 2, 4}}) {
      assertThatThrownBy(() -> census.requireWhole(bad)).isInstanceOf(IllegalStateException.class);
    }
  }
}
