package io.lautum.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.data.DatasetInfo;
import io.lautum.data.Example;
import io.lautum.data.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final ImageShape SHAPE = new ImageShape(2, 1, 2);
  private static final DatasetInfo INFO = new DatasetInfo(SHAPE, List.of("cat", "dog", "owl"));

  /** Channel 0 is 0, 255, 255, 0 and channel 1 always 51. */
  private static Census census(int... labels) {
    return Census.merge(
        List.of(
            part(new Example(1, labels[1], new byte[] {(byte) 255, 0, 51, 51})),
            part(new Example(0, labels[0], new byte[] {0, (byte) 255, 51, 51}))),
        SHAPE);
  }

  private static Census.Part part(Example... examples) {
    return Census.Part.of(List.of(examples).iterator(), SHAPE);
  }

  @Test
  void meanAndDeviationAreOfEachChannel() {
    assertThat(census(0, 1).normalization().mean())
        .containsExactly(new float[] {0.5f, 0.2f}, within(1e-7f));
  }

  /** A constant channel has no deviation to divide by. */
  @Test
  void constantChannelGetsASmallDeviation() {
    assertThat(census(0, 1).normalization().std())
        .containsExactly(new float[] {0.5f, 1e-3f}, within(1e-7f));
  }

  @Test
  void labelsAreInTheOrderOfIds() {
    assertThat(census(2, 1).labels()).containsExactly(2, 1);
    assertThat(census(2, 1).size()).isEqualTo(2);
  }

  @Test
  void membersAreCountedByClass() {
    Census census = census(2, 1);
    assertThat(census.counts(new boolean[] {true, true}, INFO).classCounts())
        .containsExactly(0L, 1L, 1L);
    assertThat(census.counts(new boolean[] {true, false}, INFO).classCounts())
        .containsExactly(0L, 0L, 1L);
    assertThat(census.counts(new boolean[] {true, false}, INFO).count()).isEqualTo(1);
  }

  @Test
  void emptyClassIsNamed() {
    assertThatThrownBy(() -> census(0, 2).counts("pets train", INFO))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("pets train: class 1 (dog) is empty")
        .hasMessageContaining("each of 3 classes");
  }

  @Test
  void idsMustBeWholeAndUnique() {
    byte[] pixels = new byte[4];
    for (long[] ids : new long[][] {{0, 0}, {0, 2}, {-1, 0}}) {
      Census.Part part = part(new Example(ids[0], 0, pixels), new Example(ids[1], 0, pixels));
      assertThatThrownBy(() -> Census.merge(List.of(part), SHAPE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("0 to 1, each once");
    }
  }
}
