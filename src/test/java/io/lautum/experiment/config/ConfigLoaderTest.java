package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  static Stream<String> experimentFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      return files.map(Path::toString).filter(f -> f.endsWith(".conf")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("experimentFiles")
  void everyExperimentFileLoadsAndIsNamedAfterItsExperiment(String file) {
    ExperimentConfig config = loadFile(file);

    assertThat(file).isEqualTo("conf/" + config.name() + ".conf");
    assertThat(config.methods()).contains("scratch", "standard", "lautum");
    assertThat(config.labels()).hasSizeBetween(2, 3).isSorted();
    for (var figures : config.paper().values()) {
      assertThat(figures.keySet()).containsExactlyElementsOf(config.labels());
    }
  }

  @Test
  void minimalFileGetsAllDefaults() throws IOException {
    ExperimentConfig config = load(ExperimentFile.MINIMAL);

    assertThat(config.seed()).isEqualTo(1);
    assertThat(config.workers()).isEqualTo(2);
    assertThat(config.labels()).containsExactly(50, 100, 200);
    assertThat(config.target())
        .isEqualTo(
            new DatasetConfig(
                "B",
                "idx",
                "./data/b",
                List.of(),
                "",
                10000,
                2000,
                2,
                LayoutConfig.DEFAULTS,
                BadFilesConfig.DEFAULTS,
                VectorsConfig.DEFAULTS));
    PrepareConfig.Features pixels = PrepareConfig.Features.PIXELS;
    assertThat(config.prepare()).isEqualTo(new PrepareConfig(0.2, pixels, 64, 1024, 6, 100));
    assertThat(config.pretrain().augmentation()).isEqualTo(AugmentationConfig.OFF);
    assertThat(config.finetune().augmentation())
        .isEqualTo(new AugmentationConfig(2, false, 0.1, 1, 0, 0, 0, 0));
    assertThat(config.values("pretrain.mk-mmd"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "pretrain.mk-mmd.weight", "1",
                "pretrain.mk-mmd.outputs", "\"features\"",
                "pretrain.mk-mmd.kernels", "\"fixed\"",
                "pretrain.mk-mmd.start-iteration", "0"));
    assertThat(config.paper()).isEmpty();
    assertThat(config.paperNote()).isEmpty();
  }

  @Test
  void renderedConfigurationLoadsUnchanged() throws IOException {
    ExperimentConfig config =
        load(
            ExperimentFile.MINIMAL,
            "target.classes=lion,tiger",
            "methods=lautum+temporal-ensembling",
            "data.root=s3a://bucket/a//b",
            "paper.\"lautum+temporal-ensembling\".50=0.5");

    ExperimentConfig again = load(ConfigLoader.render(config));

    assertThat(again.resolved()).isEqualTo(config.resolved());
    assertThat(again.target()).isEqualTo(config.target());
    assertThat(again.paper()).isEqualTo(Map.of("lautum+temporal-ensembling", Map.of(50, 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pretrain.epochs = many | \"many\" | a whole number from 1 to 2147483647",
        "pretrain.epochs = 2.7 | 2.7 | a whole number from 1 to 2147483647",
        "pretrain.epochs = 0 | 0 | a whole number from 1 to 2147483647",
        "pretrain.epochs = 3000000000 | 3000000000 | a whole number from 1 to 2147483647",
        "pretrain.epochs = \"\" | \"\" | a whole number from 1 to 2147483647",
        "pretrain.epochs = [1] | [1] | a whole number from 1 to 2147483647",
        "pretrain.batch-size = 1 | 1 | a whole number from 2 to 2147483647",
        "seed = 1.5 | 1.5 | a whole number",
        "seed = NaN | \"NaN\" | a whole number",
        "experiment = \" \" | \" \" | a non-empty string",
        "experiment = \"../up\" | \"../up\" | letters, digits, '.', '_' and '-', with a letter or"
            + " digit first",
        "pretrain.trainer = spark | \"spark\" | one of averaging, dl4j",
        "pretrain.lautum.outputs = Softmax | \"Softmax\" | one of softmax, logits, features",
        "pretrain.lautum.decay = 1 | 1 | a number from 0.0 to below 1.0",
        "pretrain.lautum.decay = NaN | \"NaN\" | a number from 0.0 to below 1.0",
        "pretrain.lautum.weight = -0.5 | -0.5 | a number from 0.0 to 1000000.0",
        "pretrain.mk-mmd.weight = -1 | -1 | a number from 0.0 to 1000000.0",
        "pretrain.mk-mmd.outputs = input | \"input\" | one of softmax, logits, features",
        "pretrain.mk-mmd.kernels = Median | \"Median\" | one of fixed, median",
        "pretrain.mk-mmd.start-iteration = -1 | -1 | a whole number from 0 to 2147483647",
        "pretrain.lautum.ridge = 0 | 0 | a number above 0",
        "pretrain.learning-rate = Infinity | \"Infinity\" | a number above 0",
        "pretrain.optimizer.kind = rmsprop | \"rmsprop\" | one of adam, sgd",
        "finetune.optimizer.momentum = 1 | 1 | a number from 0.0 to below 1.0",
        "pretrain.optimizer.weight-decay = -1 | -1 | a number from 0.0 to 1.0",
        "finetune.learning-rate-schedule = step | \"step\" | one of linear, cosine, constant",
        "pretrain.label-smoothing = 1 | 1 | a number from 0.0 to below 1.0",
        "finetune.layers = none | \"none\" | one of all, head",
        "finetune.class-weights = even | \"even\" | one of none, balanced",
        "finetune.head = none | \"none\" | one of pretrained, pretrained-in-order, random",
        "finetune.augmentation.crop = 0 | 0 | a number above 0, up to 1",
        "pretrain.augmentation.crop = 1.5 | 1.5 | a number above 0, up to 1",
        "pretrain.augmentation.cutout = -1 | -1 | a whole number from 0 to 2147483647",
        "finetune.augmentation.affine = 1 | 1 | a number from 0.0 to below 1.0",
        "pretrain.augmentation.color-jitter = -0.1 | -0.1 | a number from 0.0 to below 1.0",
        "finetune.augmentation.flip = maybe | \"maybe\" | true or false",
        "labels = 50 | 50 | a list [n, m, …] of distinct whole numbers above 0",
        "pretrain.local-entropy.sampler = gibbs | \"gibbs\" | one of importance, sgld",
        "pretrain.heat.gradient = none | \"none\" | one of zeroth-order, back-propagated",
        "pretrain.heat.start = scratch | \"scratch\" | one of standard, random",
        "sampling.taus = [0.1, 0] | [0.1,0] | a list [x, y, …] of one or more distinct numbers"
            + " above 0",
        "sampling.optimizers = [] | [] | at least one optimiser",
        "labels = [] | [] | a list [n, m, …] of distinct whole numbers above 0",
        "labels = [50, 0] | [50,0] | a list [n, m, …] of distinct whole numbers above 0",
        "labels = [50, 50] | [50,50] | a list [n, m, …] of distinct whole numbers above 0",
        "labels = [50, 50.5] | [50,50.5] | a list [n, m, …] of distinct whole numbers above 0",
        "methods = lautum | \"lautum\" | a list [a, b, …] of distinct non-empty strings",
        "methods = [a, a] | [\"a\",\"a\"] | a list [a, b, …] of distinct non-empty strings",
        "methods = [] | [] | at least one method",
        "source.classes = [a, \"\"] | [\"a\",\"\"] | a list [a, b, …] of distinct non-empty"
            + " strings",
        "target.path = \"\" | \"\" | a non-empty string",
        "data.root = [a] | [\"a\"] | a string",
        "paper-note = [a] | [\"a\"] | a string",
        "paper.lautum = 0.5 | 0.5 | a block { <labels> = <accuracy>, … }",
        "paper.lautum.50 = 47.96 | 47.96 | an accuracy as a fraction, from 0 to 1",
        "paper.lautum.50 = half | \"half\" | an accuracy as a fraction, from 0 to 1",
        "paper.lautum.few = 0.5 | 0.5 | a number of labels as the last part of the key",
        "pretrain = 3 | 3 | a block of keys, such as pretrain.augmentation",
      })
  void invalidValueIsRejectedWithKeyOriginAndAllowedValues(
      String line, String shown, String allowed) throws IOException {
    String key = line.substring(0, line.indexOf(" ="));
    ExperimentFile file = new ExperimentFile(folder, ExperimentFile.MINIMAL + line + "\n");

    assertRejected(file::load, "%s = %s (%s: 4): expected %s", key, shown, file.name(), allowed);
  }

  @Test
  void blockInPlaceOfValueIsRejected() throws IOException {
    assertRejected(
        () -> load(ExperimentFile.MINIMAL, "pretrain.epochs.first=3"),
        "pretrain.epochs = {\"first\":3} (command line): expected a single value or a list, not a"
            + " block");
  }

  @Test
  void missingRequiredValueIsReported() throws IOException {
    ExperimentFile file =
        new ExperimentFile(folder, "experiment = x, target { name = B, format = glyphs }");

    assertThatThrownBy(file::load)
        .isInstanceOf(UserException.class)
        .hasMessage("source.path = \"\" (default): expected a non-empty string");
    assertThatThrownBy(() -> file.load("source={name=A,format=idx,path=a}"))
        .isInstanceOf(UserException.class)
        .hasMessage("target.glyphs = \"\" (default): expected one of digits, letters");
    assertRejected(
        () -> load(ExperimentFile.MINIMAL + "seed = null"),
        "seed is not set: expected a whole number");
  }

  @Test
  void blockThatReplacesSingleValueHasNoDefaults() throws IOException {
    assertThatThrownBy(() -> load(ExperimentFile.MINIMAL, "prepare=3", "prepare.components=8"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("prepare.exact-pca-max-values is not set (")
        .hasMessageEndingWith("): the block was set to a single value before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"methods = [a+b] | '+'", "paper-note = ${HOME} | ${HOME}"})
  void lineThatCannotBeResolvedIsReportedWithFileAndLine(String line, String part)
      throws IOException {
    ExperimentFile file =
        new ExperimentFile(folder, ExperimentFile.MINIMAL + line + "\nseed = 2\n");

    assertThatThrownBy(file::load)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file.name() + ": 4: ")
        .hasMessageContaining(part)
        .hasMessageNotContaining("\n");
  }

  @Test
  void includeIsRejected() throws IOException {
    ExperimentFile file =
        new ExperimentFile(folder, "include \"base.conf\"\n" + ExperimentFile.MINIMAL);

    assertRejected(
        file::load,
        "%s: include \"base.conf\": includes are not supported; put the whole experiment in one"
            + " file",
        file.name());
  }

  @Test
  void unreadableFileIsRejected() {
    String absent = folder + "/absent.conf";

    assertRejected(() -> loadFile(absent), "\"%s\": no such experiment file", absent);
    assertThatThrownBy(() -> loadFile(folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("\"" + folder + "\": no");
    assertThatThrownBy(() -> loadFile(""))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("\"\": not readable as an experiment file: ");
    assertThatThrownBy(() -> loadFile("nosuch://host/a.conf"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("\"nosuch://host/a.conf\": not readable as an experiment file: ");
  }

  @Test
  void equalValuesGiveEqualStringsInAnyNotation() throws IOException {
    String other =
        """
        # A comment that moves every line.
        experiment = small


        target { path = "b", name = "B", format = idx, classes = [ x,
          # another
          y ] }
        source { path = a, name = A, format = idx }
        pretrain.learning-rate = 1e-3
        pretrain.epochs = 3.0
        """;
    String[] blocks = {"source", "target", "pretrain", "seed"};

    assertThat(load(other).values(blocks))
        .isEqualTo(load(ExperimentFile.MINIMAL, "target.classes=x,y").values(blocks))
        .containsEntry("target.classes", "[\"x\",\"y\"]")
        .containsEntry("pretrain.lautum.ridge", "0.1")
        .containsEntry("seed", "1")
        .doesNotContainKey("finetune.steps");
  }

  private ExperimentConfig load(String text, String... overrides) throws IOException {
    return new ExperimentFile(folder, text).load(overrides);
  }

  private static ExperimentConfig loadFile(String file) {
    return ConfigLoader.load(file, List.of(), Map.of(), new Configuration());
  }

  private static void assertRejected(ThrowingCallable load, String message, Object... arguments) {
    assertThatThrownBy(load)
        .isInstanceOf(UserException.class)
        .hasMessage(message.formatted(arguments));
  }
}
