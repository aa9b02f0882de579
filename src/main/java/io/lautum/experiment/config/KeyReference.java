package io.lautum.experiment.config;

import com.typesafe.config.ConfigRenderOptions;
import io.lautum.Text;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The reference of all configuration keys, as HOCON and as Markdown. */
public final class KeyReference {
  /** The command that prints {@link #markdown()}. */
  private static final String COMMAND = "submit/lautum keys --markdown";

  private KeyReference() {}

  /** Returns all keys with their defaults, in HOCON, with their documentation as comments. */
  public static String hocon() {
    StringJoiner text = new StringJoiner("\n");
    for (KeyGroup group : Keys.groups()) {
      text.add("## " + group.documentation());
      for (Key<?> key : group.keys()) {
        text.add(Text.format("# %s Allowed: %s.", key.documentation(), allowed(key)));
        text.add(Text.format("%s = %s", key.path(), rendered(key)));
      }
      text.add("");
    }
    return text.toString();
  }

  /** Returns the page {@code docs/configuration.md}. */
  public static String markdown() {
    StringJoiner page = new StringJoiner("\n");
    page.add("# Configuration keys");
    page.add("");
    page.add("    submit/lautum run conf/glyphs.conf -D pretrain.epochs=5 --workdir runs-epochs");
    page.add("    submit/lautum keys");
    page.add("");
    page.add(
        "An experiment file (HOCON) or `-D key=value` overrides the defaults. Artefacts that depend"
            + " on a changed key are not reused. This page is generated: `"
            + COMMAND
            + " > docs/configuration.md`.");
    String block = null;
    for (KeyGroup group : Keys.groups()) {
      if (!group.block().equals(block)) {
        block = group.block();
        page.add("");
        page.add("## " + (block.isEmpty() ? "Top level" : "`" + block + "`"));
      }
      page.add("");
      page.add(cell(group.documentation()) + " " + dependents(group));
      page.add("");
      page.add("| key | default | allowed | meaning |");
      page.add("|---|---|---|---|");
      for (Key<?> key : group.keys()) {
        page.add(
            Text.format(
                "| `%s` | `%s` | %s | %s |",
                key.path(), rendered(key), cell(allowed(key)), cell(key.documentation())));
      }
    }
    return page + "\n";
  }

  private static String dependents(KeyGroup group) {
    String kinds =
        Arrays.stream(ArtefactKind.values())
            .filter(kind -> group.keys().get(0).affects(kind))
            .map(ArtefactKind::label)
            .collect(Collectors.joining(", "));
    if (kinds.isEmpty()) {
      return "No artefact depends on these keys.";
    }
    return Text.format(
        "Artefacts that depend on these keys%s: %s.",
        group.ofSingleMethods() ? " (for this method only)" : "", kinds);
  }

  private static String allowed(Key<?> key) {
    String unit = key.unit().isEmpty() ? "" : Text.format(" (unit: %s)", key.unit());
    return key.type().allowed().replace(String.valueOf(Integer.MAX_VALUE), "2^31 - 1") + unit;
  }

  private static String rendered(Key<?> key) {
    return key.defaultValue().render(ConfigRenderOptions.concise());
  }

  /** Escapes characters that would end the cell or be read as markup. */
  private static String cell(String text) {
    return text.replaceAll("[|*\\[\\]<>_]", "\\\\$0");
  }
}
