package io.lautum.data.read.images;

import io.lautum.data.read.DatasetNote;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of classes that are probably mistakes. */
final class DoubtfulNames {
  private static final Pattern WHOLE = Pattern.compile("\\+?(-?\\d+)(\\.0*)?");

  /** What programs write for a missing label, in lower case. */
  private static final Set<String> MISSING = Set.of("nan", "null", "none", "n/a", "#n/a", "<na>");

  private DoubtfulNames() {}

  /** Returns whether names differ only in case, in the storage of accents or in a number's form. */
  static boolean alike(String name, String other) {
    return folded(name).equals(folded(other));
  }

  private static String folded(String name) {
    Matcher whole = WHOLE.matcher(name);
    return whole.matches()
        ? whole.group(1)
        : Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** Returns a note for each pair of names that are alike, and for each that may mean no label. */
  static List<DatasetNote> notes(List<String> classes) {
    List<DatasetNote> notes = new ArrayList<>();
    Map<String, String> known = new HashMap<>();
    for (String name : classes) {
      String other = known.putIfAbsent(folded(name), name);
      if (other != null) {
        notes.add(
            DatasetNote.of(
                "the classes %s and %s differ only in case, in how accents are stored or in the"
                    + " form of a number; if they are one class, give it one name",
                other, name));
      }
      if (MISSING.contains(name.toLowerCase(Locale.ROOT))) {
        notes.add(
            DatasetNote.of(
                "a class is called %s; if its examples have no labels, remove these labels", name));
      }
    }
    return notes;
  }
}
