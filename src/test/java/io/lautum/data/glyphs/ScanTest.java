package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final int CENTRE = 14 * 28 + 14;

  @Test
  void fullBlurIsTheThreeByThreeMean() {
    float[] point = new float[Canvas.PIXELS];
    point[CENTRE] = 0.9f;
    float[] blurred = Scan.blur(point, 1);
    for (int i = 0; i < blurred.length; i++) {
      boolean near = Math.abs(i / 28 - 14) <= 1 && Math.abs(i % 28 - 14) <= 1;
      assertThat(blurred[i]).isCloseTo(near ? 0.1f : 0, within(1e-6f));
    }
    assertThat(Scan.blur(point, 0)).containsExactly(point);
  }

  @Test
  void blurKeepsABrightBorder() {
    float[] white = new float[Canvas.PIXELS];
    Arrays.fill(white, 1);
    for (float value : Scan.blur(white, 0.7)) {
      assertThat(value).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void contrastSaturates() {
    float[] image = {0, 0.25f, 0.75f};
    Scan.contrast(image, 2);
    assertThat(image).containsExactly(0, 0.5f, 1);
  }

  @Test
  void noiseHasTheGivenStandardDeviation() {
    float[] image = new float[40_000];
    Scan.addNoise(image, 0.1, new SplittableRandom(1));
    double squares = 0;
    for (float value : image) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / image.length)).isCloseTo(0.1, within(0.002));
  }

  @Test
  void quantisesToUnsignedBytes() {
    assertThat(Scan.quantize(new float[] {-0.2f, 0, 0.5f, 1, 1.3f}))
        .containsExactly(0, 0, 128, 255, 255);
  }
}
