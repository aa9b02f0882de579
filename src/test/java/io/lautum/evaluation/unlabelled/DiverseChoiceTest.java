package io.lautum.evaluation.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiverseChoiceTest {
  /** Two directions near each other, one across, and one between. */
  private static final float[][] FEATURES = {{1, 0}, {5, 0.1f}, {0, 2}, {1, 1}};

  @Test
  void firstImageComesFirstAndThenTheFarthest() {
    assertThat(DiverseChoice.of(FEATURES, 4)).containsExactly(0, 2, 3, 1);
    assertThat(DiverseChoice.of(FEATURES, 2)).containsExactly(0, 2);
  }

  @Test
  void copiesComeLast() {
    float[][] features = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {-1, 0}};
    assertThat(DiverseChoice.of(features, 3)).containsExactly(0, 4, 3);
    assertThat(DiverseChoice.of(features, 9)).containsExactly(0, 4, 3, 1, 2);
  }

  @Test
  void thereMayBeFewImagesOrNone() {
    assertThat(DiverseChoice.of(new float[0][], 3)).isEmpty();
    assertThat(DiverseChoice.of(new float[][] {{0, 0}}, 3)).containsExactly(0);
    assertThat(DiverseChoice.of(FEATURES, 0)).isEmpty();
  }
}
