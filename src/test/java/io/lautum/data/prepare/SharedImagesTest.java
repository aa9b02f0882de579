package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedImagesTest {
  /** The images of {@link Blocks} have one pixel, which is the id modulo 256. */
  @Test
  void imagesWithTheSamePixelsAreCounted() {
    assertThat(SharedImages.count(Blocks.of(new int[20]), Blocks.of(new int[13]))).isEqualTo(13);
    assertThat(SharedImages.count(Blocks.of(new int[13]), Blocks.of(new int[20]))).isEqualTo(13);
    assertThat(SharedImages.count(Blocks.of(new int[300]), Blocks.of(new int[3])))
        .as("0, 1 and 2, and 256 to 258 once more")
        .isEqualTo(6);
  }

  @Test
  void emptySubsetsShareNothing() {
    assertThat(SharedImages.count(Blocks.of(), Blocks.of(0, 0))).isZero();
    assertThat(SharedImages.count(Blocks.of(0, 0), Blocks.of())).isZero();
  }
}
