package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f, 0.2f}, new float[] {0.25f, 0.1f});
  private static final ImageShape SHAPE = new ImageShape(2, 1, 3);

  /** The bytes 51 and 204 are 0.2 and 0.8 of 255; bytes above 127 are unsigned. */
  private static final byte[] IMAGE = {0, 51, (byte) 255, 0, 51, (byte) 204};

  private static final float[] NORMALIZED = {-2, -1.2f, 2, -2, 0, 6};

  @Test
  void eachChannelHasItsOwnMeanAndDeviation() {
    assertThat(NORMALIZATION.table(SHAPE).apply(IMAGE)).containsExactly(NORMALIZED, within(1e-6f));
  }

  @Test
  void imageIsWrittenAtTheOffset() {
    float[] batch = new float[10];
    NORMALIZATION.table(SHAPE).apply(IMAGE, batch, 3);
    assertThat(batch)
        .containsExactly(new float[] {0, 0, 0, -2, -1.2f, 2, -2, 0, 6, 0}, within(1e-6f));
  }

  @Test
  void otherShapesAreRejected() {
    assertThatThrownBy(() -> NORMALIZATION.table(new ImageShape(3, 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3] channels, the normalisation [2]");
    for (int length : new int[] {5, 7, 12}) {
      assertThatThrownBy(() -> NORMALIZATION.table(SHAPE).apply(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("images have [6] bytes, got one of [%d]".formatted(length));
    }
  }

  @Test
  void invalidValuesAreRejected() {
    float[][][] impossible = {
      {{}, {}},
      {{0, 0}, {1}},
      {{0}, {0}},
      {{0}, {-1}},
      {{0}, {Float.NaN}},
      {{0}, {Float.POSITIVE_INFINITY}},
      {{Float.NaN}, {1}}
    };
    for (float[][] meanAndStd : impossible) {
      assertThatThrownBy(() -> new Normalization(meanAndStd[0], meanAndStd[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void arraysAreCopied() {
    float[] mean = {0.5f};
    float[] std = {0.25f};
    Normalization normalization = new Normalization(mean, std);
    mean[0] = std[0] = 9;
    normalization.mean()[0] = 9;
    normalization.std()[0] = 9;
    assertThat(normalization.mean()).containsExactly(0.5f);
    assertThat(normalization.std()).containsExactly(0.25f);
  }

  @Test
  void standardisesVectors() {
    Normalization normalization =
        new Normalization(new float[] {1, -2}, new float[] {2, 0.5f}, ValueType.FLOAT);
    Normalization.Table table = normalization.table(FloatVector.shape(2));
    assertThat(table.apply(FloatVector.bytes(new float[] {5, -1}))).containsExactly(2, 2);
    assertThat(table.apply(FloatVector.bytes(new float[] {Float.NaN, -2}))).containsExactly(0, 0);
    assertThatThrownBy(() -> table.apply(new byte[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[8] bytes, got one of [2]");
  }
}
