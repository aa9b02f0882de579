package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {
  /** Keys that an experiment file must set. */
  private static final Set<String> WITHOUT_DEFAULT =
      Set.of("experiment", "source.path", "source.glyphs", "target.path", "target.glyphs");

  static Stream<Key<?>> keys() {
    return Keys.groups().stream().flatMap(group -> group.keys().stream());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyIsDocumentedInOneLineAndFoundByItsPath(Key<?> key) {
    assertThat(key.path()).matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*");
    assertThat(key.documentation()).matches("[A-Z].*\\.");
    assertThat(Keys.find(key.path())).contains(key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void defaultIsValidUnlessKeyIsRequired(Key<?> key) {
    Section defaults = new Section(Keys.defaults(), "");
    if (WITHOUT_DEFAULT.contains(key.path())) {
      assertThat(key.defaultValue().unwrapped()).isEqualTo("");
    } else {
      assertThatCode(() -> defaults.get(key)).doesNotThrowAnyException();
    }
  }

  @Test
  void numbersAreFormattedLikeParsedNumbers() {
    ConfigValue parsed = ConfigFactory.parseString("a = [1.0, 0.5]").getValue("a");
    Key<List<Double>> key = Key.of("a", KeyType.positives(0), List.of(1.0, 0.5)).doc("A list.");

    assertThat(key.defaultValue()).isEqualTo(parsed);
    assertThat(Section.shown(key.defaultValue())).isEqualTo(Section.shown(parsed));
  }

  @Test
  void printedReferenceHasTheDefaults() {
    assertThat(ConfigFactory.parseString(KeyReference.hocon())).isEqualTo(Keys.defaults());
  }

  @Test
  void configurationPageIsUpToDate() throws IOException {
    assertThat(Files.readString(Path.of("docs/configuration.md")))
        .as("regenerate it: submit/lautum keys --markdown > docs/configuration.md")
        .isEqualTo(KeyReference.markdown());
  }

  @Test
  void keyAffectsDependentArtefacts() {
    Key<Integer> key =
        Key.of("a", KeyType.atLeast(0), 0)
            .doc("A number.")
            .in("block", Set.of(ArtefactKind.PRETRAINED));

    assertThat(key.path()).isEqualTo("block.a");
    assertThat(ArtefactKind.values())
        .filteredOn(key::affects)
        .containsExactly(
            ArtefactKind.PRETRAINED,
            ArtefactKind.FINETUNED,
            ArtefactKind.SAMPLED,
            ArtefactKind.GENERALISATION,
            ArtefactKind.EVALUATION,
            ArtefactKind.ADAPTATION);
  }
}
