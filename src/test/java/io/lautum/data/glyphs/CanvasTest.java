package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class CanvasTest {
  private final Canvas canvas = new Canvas();

  @Test
  void inkIsTheCoveredFractionOfAPixel() {
    canvas.fill(new Rectangle2D.Double(3, 5, 1.5, 0.5));
    float[] ink = canvas.ink();
    assertThat(ink[5 * 28 + 3]).isCloseTo(0.5f, within(0.02f));
    assertThat(ink[5 * 28 + 4]).isCloseTo(0.25f, within(0.02f));
    assertThat(ink[5 * 28 + 5]).isZero();
    assertThat(ink[6 * 28 + 3]).isZero();
  }

  @Test
  void eraseAndClearRemoveInk() {
    canvas.fill(new Rectangle2D.Double(0, 0, 28, 28));
    canvas.erase(new Rectangle2D.Double(10, 10, 2, 2));
    assertThat(canvas.ink()[10 * 28 + 11]).isZero();
    assertThat(canvas.ink()[10 * 28 + 12]).isEqualTo(1);
    canvas.clear();
    assertThat(canvas.ink()).containsOnly(0f);
  }
}
