package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.method.gaussian.Lautum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
  @TempDir Path folder;
  private ExperimentFile file;

  @BeforeEach
  void writeFile() throws IOException {
    file = new ExperimentFile(folder, ExperimentFile.MINIMAL + "labels = [10]\nseed = 7\n");
  }

  @Test
  void laterOverrideWinsOverEarlierOneAndFile() {
    assertThat(file.load().seed()).isEqualTo(7);
    assertThat(file.load("seed=8").seed()).isEqualTo(8);
    assertThat(file.load("seed=8", "seed = 9 ").seed()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50,100", "50, 100", "[50,100]", "[50, 100]", "[\"50\", 100]"})
  void bracketsOfNumberListAreOptional(String value) {
    assertThat(file.load("labels=" + value).labels()).containsExactly(50, 100);
  }

  @Test
  void singleElementNeedsNoBrackets() {
    assertThat(file.load("labels=50").labels()).containsExactly(50);
    assertThat(file.load("labels=50").values("labels"))
        .isEqualTo(file.load("labels=[50]").values("labels"));
  }

  @Test
  void stringListMayContainAnyCharacter() {
    assertThat(file.load("methods=lautum+temporal-ensembling, mk-mmd").methods())
        .containsExactly("lautum+temporal-ensembling", "mk-mmd");
    assertThat(file.load("target.classes=[\"a, b\", c]").target().classes())
        .containsExactly("a, b", "c");
    assertThat(file.load("target.classes=").target().classes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hdfs://host:8020/a//b | hdfs://host:8020/a//b",
        "/a//b | /a//b",
        "/a/#1 | /a/#1",
        "/a=b,c=d | /a=b,c=d",
        "/${HOME}/x | /${HOME}/x",
        "\"/with spaces \" | '/with spaces '",
        "/with spaces | /with spaces",
        "\"/a\\u0041\" | /aA",
      })
  void unquotedStringIsTakenLiterally(String value, String path) {
    assertThat(file.load("source.path=" + value).source().path()).isEqualTo(path);
  }

  @Test
  void numbersAndFlagsAreNotStrings() {
    ExperimentConfig config =
        file.load(
            "pretrain.learning-rate=1e-3",
            "finetune.augmentation.flip=true",
            "pretrain.lautum.weight=.5",
            "source.name=42",
            "paper.lautum.50=0.5");

    assertThat(config.pretrain().learningRate()).isEqualTo(0.001);
    assertThat(config.finetune().augmentation().flip()).isTrue();
    assertThat(config.source().name()).isEqualTo("42");
    assertThat(config.paper()).isEqualTo(Map.of("lautum", Map.of(50, 0.5)));
    assertThat(Lautum.term(config.pretrain()).weight()).isEqualTo(0.5);
    assertThat(config.values("pretrain.learning-rate", "finetune.augmentation.flip"))
        .containsEntry("pretrain.learning-rate", "0.001")
        .containsEntry("finetune.augmentation.flip", "true");
  }

  @Test
  void blockReplacesOnlyItsKeys() {
    Map<String, String> expected = new TreeMap<>(file.load().values("finetune"));
    expected.put("finetune.steps", "5");
    assertThat(file.load("finetune={ steps = 5 }").values("finetune")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pretrain.epochs | -D pretrain.epochs: expected key=value, such as pretrain.epochs=5",
        "=5 | -D =5: expected key=value, such as pretrain.epochs=5",
        "'' | -D : expected key=value, such as pretrain.epochs=5",
        "pretrain.epochs= | pretrain.epochs = \"\" (command line): expected a whole number from 1"
            + " to 2147483647",
        "pretrain.epochs=5 # many | pretrain.epochs = \"5 # many\" (command line): expected a whole"
            + " number from 1 to 2147483647",
        "labels=50,,100 | labels = [50,\"\",100] (command line): expected a list [n, m, …] of"
            + " distinct whole numbers above 0",
        "labels=50,many | labels = [50,\"many\"] (command line): expected a list [n, m, …] of"
            + " distinct whole numbers above 0",
        "experiment= | experiment = \"\" (command line): expected a non-empty string",
      })
  void invalidOverrideIsReported(String override, String message) {
    assertThatThrownBy(() -> file.load(override))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels=[50", "methods=[a+b]", "labels=[50], seed=3", "paper-note=\"a"})
  void malformedHoconIsRejected(String override) {
    assertThatThrownBy(() -> file.load(override))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("-D " + override + ": expected a HOCON value, such as ")
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("String: 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels+", "a..b", ".seed", "paper.lautum+x.50", " "})
  void malformedKeyIsRejected(String key) {
    assertThatThrownBy(() -> file.load(key + "=1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("\"%s\" is not a key".formatted(key.strip()));
  }
}
