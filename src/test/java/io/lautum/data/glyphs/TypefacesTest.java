package io.lautum.data.glyphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.net.URL;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypefacesTest {
  private static final int A = 0;
  private static final int H = 7;
  private static final int I = 8;

  @Test
  void everyTypefaceIsAResourceOfALibrary() {
    assertThat(Typefaces.RESOURCES).hasSizeGreaterThanOrEqualTo(12).doesNotHaveDuplicates();
    for (String resource : Typefaces.RESOURCES) {
      URL url = Typefaces.class.getResource(resource);
      assertThat(url).as(resource).isNotNull();
      assertThat(url.getProtocol()).isEqualTo("jar");
      assertThat(url.getPath()).containsPattern("/(jasperreports-fonts|pdfbox)-[0-9.]+\\.jar!");
    }
  }

  @Test
  void everyTypefaceHasAllTenLettersAndNoTwoAreAlike() {
    Set<Rectangle2D> bounds = new HashSet<>();
    for (int typeface = 0; typeface < Typefaces.count(); typeface++) {
      Set<Rectangle2D> letters = new HashSet<>();
      for (int letter = 0; letter < 10; letter++) {
        Path2D outline = Typefaces.outline(typeface, letter);
        Rectangle2D box = outline.getBounds2D();
        assertThat(box.getHeight()).isBetween(0.6, 1.0);
        assertThat(box.getWidth()).isBetween(0.05, 1.0);
        assertThat(box.getCenterX()).isCloseTo(0, within(1e-9));
        assertThat(box.getCenterY()).isCloseTo(0, within(1e-9));
        assertThat(area(outline)).as("ink in square em").isBetween(0.05, 0.5);
        letters.add(box);
      }
      assertThat(letters).hasSizeGreaterThanOrEqualTo(8);
      bounds.addAll(letters);
    }
    assertThat(bounds).hasSizeGreaterThan(8 * 12);
  }

  @Test
  void lettersAreUpright() {
    for (int typeface = 0; typeface < Typefaces.count(); typeface++) {
      Path2D a = Typefaces.outline(typeface, A);
      double halfHeight = a.getBounds2D().getHeight() / 2;
      assertThat(widthAt(a, -0.9 * halfHeight)).isLessThan(0.6 * widthAt(a, 0.9 * halfHeight));
      assertThat(Typefaces.outline(typeface, I).getBounds2D().getWidth())
          .isLessThan(Typefaces.outline(typeface, H).getBounds2D().getWidth());
    }
  }

  /** Returns the distance between the leftmost and the rightmost ink on a horizontal line. */
  private static double widthAt(Path2D outline, double y) {
    double first = Double.NaN;
    double last = Double.NaN;
    for (double x = -1; x <= 1; x += 0.005) {
      if (outline.contains(x, y)) {
        first = Double.isNaN(first) ? x : first;
        last = x;
      }
    }
    return last - first;
  }

  private static double area(Path2D outline) {
    int inside = 0;
    for (double y = -0.6; y < 0.6; y += 0.02) {
      for (double x = -0.6; x < 0.6; x += 0.02) {
        inside += outline.contains(x, y) ? 1 : 0;
      }
    }
    return inside * 0.02 * 0.02;
  }
}
