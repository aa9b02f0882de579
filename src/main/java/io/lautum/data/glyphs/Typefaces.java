package io.lautum.data.glyphs;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Outlines of the letters A to J in 21 typefaces: DejaVu Sans, Serif and Mono in their weights,
 * slants and widths, and Liberation Sans. The TrueType files are class path resources of
 * jasperreports-fonts and pdfbox; they are parsed on first use, once per JVM.
 */
final class Typefaces {
  private static final String DEJAVU = "/net/sf/jasperreports/fonts/dejavu/DejaVu";
  private static final String LIBERATION = "/org/apache/pdfbox/resources/ttf/Liberation";
  private static final char FIRST = 'A';
  private static final int LETTERS = 10;

  static final List<String> RESOURCES =
      List.of(
          DEJAVU + "Sans.ttf",
          DEJAVU + "Sans-Bold.ttf",
          DEJAVU + "Sans-Oblique.ttf",
          DEJAVU + "Sans-BoldOblique.ttf",
          DEJAVU + "SansCondensed.ttf",
          DEJAVU + "SansCondensed-Bold.ttf",
          DEJAVU + "SansCondensed-Oblique.ttf",
          DEJAVU + "SansCondensed-BoldOblique.ttf",
          DEJAVU + "SansMono.ttf",
          DEJAVU + "SansMono-Bold.ttf",
          DEJAVU + "SansMono-Oblique.ttf",
          DEJAVU + "SansMono-BoldOblique.ttf",
          DEJAVU + "Serif.ttf",
          DEJAVU + "Serif-Bold.ttf",
          DEJAVU + "Serif-Italic.ttf",
          DEJAVU + "Serif-BoldItalic.ttf",
          DEJAVU + "SerifCondensed.ttf",
          DEJAVU + "SerifCondensed-Bold.ttf",
          DEJAVU + "SerifCondensed-Italic.ttf",
          DEJAVU + "SerifCondensed-BoldItalic.ttf",
          LIBERATION + "Sans-Regular.ttf");

  private Typefaces() {}

  static int count() {
    return RESOURCES.size();
  }

  /**
   * Returns the outline of a letter, centred on the origin, y downwards, in units of the em. The
   * path is shared; callers must not change it.
   *
   * @param typeface index in [0, {@link #count})
   * @param letter 0 for A to 9 for J
   */
  static Path2D outline(int typeface, int letter) {
    return Parsed.OUTLINES.get(typeface).get(letter);
  }

  private static List<Path2D> parse(String resource) {
    // Uses this class's own loader, so that typefaces come only from the class path.
    try (InputStream stream = Typefaces.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new FileNotFoundException("no class path resource " + resource);
      }
      try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(stream))) {
        List<Path2D> outlines = new ArrayList<>();
        for (int letter = 0; letter < LETTERS; letter++) {
          int glyph = font.getUnicodeCmapLookup().getGlyphId(FIRST + letter);
          GlyphData data = font.getGlyph().getGlyph(glyph);
          outlines.add(centred(data.getPath(), font.getUnitsPerEm()));
        }
        return List.copyOf(outlines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse typeface " + resource, e);
    }
  }

  private static Path2D centred(Path2D path, int unitsPerEm) {
    Rectangle2D bounds = path.getBounds2D();
    AffineTransform transform =
        AffineTransform.getScaleInstance(1.0 / unitsPerEm, -1.0 / unitsPerEm);
    transform.translate(-bounds.getCenterX(), -bounds.getCenterY());
    return new Path2D.Double(path, transform);
  }

  /** Holder class: the JVM initialises it on first use and lets other threads wait. */
  private static final class Parsed {
    static final List<List<Path2D>> OUTLINES = RESOURCES.stream().map(Typefaces::parse).toList();
  }
}
