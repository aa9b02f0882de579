package io.lautum.experiment.config;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds an experiment file before it is parsed: HOCON's parser recurses for every level of
 * nesting, and a few lines of substitutions, each twice as long as the previous one, exhaust the
 * memory.
 */
final class ExperimentText {
  /** Written files that name the columns of two wide tables have a few megabytes. */
  static final int MAX_BYTES = 16 << 20;

  /** The same for a file with substitutions, which make it longer. */
  private static final int MAX_CHARACTERS_TO_SUBSTITUTE = 256 << 10;

  private static final int MAX_DEPTH = 64;

  /** In the worst case they make the text 3^(16/3) times as long. */
  private static final int MAX_SUBSTITUTIONS = 16;

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{");
  private static final Pattern BRACKET = Pattern.compile("[\\[{(\\]})]");

  private static final Pattern DOTTED =
      Pattern.compile(Text.format("(?:\\.[^.\\n]*+){%d}", MAX_DEPTH));

  private ExperimentText() {}

  /**
   * Checks the nesting and the substitutions of a file.
   *
   * @throws UserException if brackets are nested too deep or there are too many substitutions
   */
  static void check(String file, String text) {
    long substitutions = SUBSTITUTION.matcher(text).results().count();
    if (substitutions > MAX_SUBSTITUTIONS) {
      throw new UserException(
          Text.format(
              "%s: expected at most %d substitutions ${…}, found %d",
              file, MAX_SUBSTITUTIONS, substitutions));
    }
    if (substitutions > 0 && text.length() > MAX_CHARACTERS_TO_SUBSTITUTE) {
      throw new UserException(
          Text.format(
              "%s: expected at most %d characters in a file with substitutions ${…}, found %d",
              file, MAX_CHARACTERS_TO_SUBSTITUTE, text.length()));
    }
    int depth = 0;
    Matcher bracket = BRACKET.matcher(text);
    // Brackets in strings and comments count too; no useful file has that many unbalanced ones.
    while (bracket.find()) {
      depth += "[{(".contains(bracket.group()) ? 1 : depth > 0 ? -1 : 0;
      if (depth > MAX_DEPTH) {
        throw new UserException(
            Text.format(
                "%s: offset %d: expected brackets nested at most %d deep, found more",
                file, bracket.start(), MAX_DEPTH));
      }
    }
    // Each dot of a key nests another block.
    Matcher key = DOTTED.matcher(text);
    if (key.find()) {
      throw new UserException(
          Text.format(
              "%s: offset %d: expected keys of at most %d parts, found more",
              file, key.start(), MAX_DEPTH));
    }
  }
}
