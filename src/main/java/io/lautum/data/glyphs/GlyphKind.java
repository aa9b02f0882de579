package io.lautum.data.glyphs;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.List;
import java.util.function.Supplier;

/** A kind of glyphs: ten classes and the painter that draws them. */
enum GlyphKind {
  DIGITS("digits", "0123456789", DigitPainter::new),
  LETTERS("letters", "ABCDEFGHIJ", LetterPainter::new);

  private final String word;
  private final List<String> classes;
  private final Supplier<GlyphPainter> painter;

  GlyphKind(String word, String classes, Supplier<GlyphPainter> painter) {
    this.word = word;
    this.classes = List.of(classes.split(""));
    this.painter = painter;
  }

  static GlyphKind named(String word) {
    for (GlyphKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new UserException(
        Text.format(
            "source.glyphs or target.glyphs is [%s]; allowed are [digits] and [letters]", word));
  }

  List<String> classes() {
    return classes;
  }

  /** Returns a new painter, to be used by one thread. */
  GlyphPainter painter() {
    return painter.get();
  }
}
