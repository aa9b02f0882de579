package io.lautum.data.read.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathSetTest {
  @Test
  void knowsWhatWasAddedHoweverMuchItGrows() {
    PathSet paths = new PathSet();
    for (int i = 0; i < 100_000; i++) {
      assertThat(paths.add("train/a/" + i + ".png")).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(paths.add("train/a/" + i + ".png")).isFalse();
    }
    assertThat(paths.add("train/b/0.png")).isTrue();
  }
}
