package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.image.ImageFit.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFitTest {
  private static final Background GREEN = new Background(0, 200, 0);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void imageOfTheShapeIsUnchanged(Mode mode) {
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    assertThat(fit(1, 2, 3, mode).apply(pixels, new ImageShape(1, 2, 3))).isSameAs(pixels);
  }

  @Test
  void cropKeepsTheMiddle() {
    byte[] wide = {9, 9, 1, 2, 9, 9, 9, 9, 3, 4, 9, 9};
    assertThat(fit(1, 2, 2, Mode.CROP).apply(wide, new ImageShape(1, 2, 6)))
        .containsExactly(1, 2, 3, 4);
    byte[] high = {9, 9, 1, 2, 3, 4, 9, 9};
    assertThat(fit(1, 2, 2, Mode.CROP).apply(high, new ImageShape(1, 4, 2)))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void padAddsBackgroundAtBothEnds() {
    byte[] wide = {1, 2, 3, 4};
    assertThat(fit(1, 3, 4, Mode.PAD).apply(wide, new ImageShape(1, 1, 4)))
        .containsExactly(117, 117, 117, 117, 1, 2, 3, 4, 117, 117, 117, 117);
    assertThat(fit(3, 1, 3, Mode.PAD).apply(new byte[] {7, 8, 9}, new ImageShape(3, 1, 1)))
        .containsExactly(0, 7, 0, (byte) 200, 8, (byte) 200, 0, 9, 0);
  }

  @Test
  void padOfAnExtremeShapeKeepsARow() {
    byte[] line = new byte[500];
    byte[] padded = fit(1, 4, 4, Mode.PAD).apply(line, new ImageShape(1, 1, 500));
    assertThat(padded).hasSize(16).contains(0, 117);
  }

  @Test
  void stretchUsesTheWholeImage() {
    byte[] pixels = {0, 100, 0, 100};
    assertThat(fit(1, 1, 4, Mode.STRETCH).apply(pixels, new ImageShape(1, 2, 2)))
        .containsExactly(0, 25, 75, 100);
  }

  /** 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2. */
  @Test
  void greyIsTheWeightedSumOfColours() {
    byte[] colour = {(byte) 200, 100, 50};
    assertThat(fit(1, 1, 1, Mode.CROP).apply(colour, new ImageShape(3, 1, 1))).containsExactly(124);
    byte[] white = {-1, -1, -1};
    assertThat(fit(1, 1, 1, Mode.CROP).apply(white, new ImageShape(3, 1, 1))).containsExactly(-1);
  }

  @Test
  void colourIsTheGreyThreeTimes() {
    assertThat(fit(3, 1, 2, Mode.CROP).apply(new byte[] {5, 6}, new ImageShape(1, 1, 2)))
        .containsExactly(5, 6, 5, 6, 5, 6);
  }

  @Test
  void backgroundIsReadAsNameOrHexadecimal() {
    assertThat(Background.parse("white")).contains(Background.WHITE);
    assertThat(Background.parse("black")).contains(Background.BLACK);
    assertThat(Background.parse("#0aC800")).contains(new Background(10, 200, 0));
    assertThat(Background.parse("#0ac8")).isEmpty();
    assertThat(Background.parse("green")).isEmpty();
    assertThat(new Background(10, 200, 0)).hasToString("#0ac800");
    assertThatThrownBy(() -> new Background(0, 256, 0)).hasMessageContaining("256");
    assertThatThrownBy(() -> new Background(0, -1, 0)).hasMessageContaining("-1");
  }

  @Test
  void imagesOfTwoChannelsAreRejected() {
    assertThatThrownBy(() -> fit(2, 1, 2, Mode.CROP)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ImageFit fit(int channels, int height, int width, Mode mode) {
    return new ImageFit(new ImageShape(channels, height, width), mode, GREEN);
  }
}
