package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextureTest {
  @Test
  void brightnessVariesWithinItsRange() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 400; i++) {
      Texture texture = Texture.random(random);
      float least = 1;
      float most = 0;
      for (int p = 0; p < Canvas.PIXELS; p++) {
        float value = texture.at(p % Canvas.SIDE, p / Canvas.SIDE);
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      assertThat(least).isBetween(0f, 0.9f);
      assertThat(most).isBetween(0.5f, 1f);
      assertThat(most - least).isGreaterThan(0.1f);
    }
  }
}
