package io.lautum.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSpaceTest {
  private static final String RATE = "finetune.learning-rate";
  private static final String STEPS = "finetune.steps";

  @TempDir Path folder;

  @Test
  void firstPointHasExperimentsOwnValues() {
    assertThat(points("tune.space={finetune.steps=[1,2],network.architecture=[lenet]}").get(0))
        .hasToString("finetune.steps = 10, network.architecture = \"mlp\"");
  }

  @Test
  void gridHasAllCombinationsInOrder() {
    List<Candidate> points =
        points(
            "tune.strategy=grid",
            "tune.space.\"finetune.steps\"=[5,7]",
            "tune.space.pretrain.lautum.weight={from=1,to=100,scale=log,points=3}",
            "tune.space.pretrain.epochs={from=1,to=2,whole=true,points=3}");
    assertThat(points.subList(1, points.size()))
        .extracting(point -> String.join(" ", point.texts().values()))
        // Three points of whole numbers from 1 to 2 are only two values. Keys are sorted
        // alphabetically.
        .containsExactly(
            "5 1 1", "5 1 10", "5 1 100", "5 2 1", "5 2 10", "5 2 100", "7 1 1", "7 1 10",
            "7 1 100", "7 2 1", "7 2 10", "7 2 100");
  }

  @Test
  void linearGridHasEqualSteps() {
    List<Candidate> points =
        points("tune.strategy=grid", "tune.space.finetune.dropout={from=0.1,to=0.5,points=5}");
    // The experiment's own value is also a point of the grid, and is tried only once.
    assertThat(points)
        .extracting(point -> point.texts().get("finetune.dropout"))
        .containsExactly("0.5", "0.1", "0.2", "0.3", "0.4");
  }

  @Test
  void gridLargerThanNumberOfTrialsIsRejected() {
    assertThatThrownBy(
            () ->
                points(
                    "tune.strategy=grid",
                    "tune.trials=5",
                    "tune.space={finetune.steps=[1,2,3],finetune.batch-size=[1,2]}"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "tune.trials = 5: the grid of tune.space has at least 6 points; raise tune.trials or"
                + " set tune.strategy = random");
  }

  @Test
  void logarithmicRangesAreUniformInTheLogarithm() {
    double[] logs =
        values(RATE, "tune.space.finetune.learning-rate={from=1e-4,to=1e-2,scale=log}").stream()
            .mapToDouble(value -> Math.log10(((Number) value).doubleValue()))
            .toArray();
    assertUniform(logs, -4, -2);
  }

  @Test
  void linearRangesAreUniform() {
    double[] values =
        values(RATE, "tune.space.finetune.learning-rate={from=0.5,to=2.5}").stream()
            .mapToDouble(value -> ((Number) value).doubleValue())
            .toArray();
    assertUniform(values, 0.5, 2.5);
  }

  /**
   * Compares with a uniform distribution (Kolmogorov–Smirnov): 300 uniform values have a distance
   * above 0.113 in one of 1,000 cases.
   */
  private static void assertUniform(double[] values, double from, double to) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      assertThat((sorted[i] - from) / (to - from))
          .isBetween(0.0, 1.0)
          .isCloseTo((i + 0.5) / sorted.length, within(0.113));
    }
  }

  @Test
  void wholeRangesGiveWholeNumbersWithinBounds() {
    List<Object> values =
        values(STEPS, "tune.space.finetune.steps={from=1,to=5000,scale=log,whole=true}");
    assertThat(values)
        .extracting(value -> ((Number) value).doubleValue())
        .allMatch(value -> value == Math.rint(value) && value >= 1 && value <= 5000);
  }

  @Test
  void choicesAreDrawnWithEqualProbability() {
    List<Candidate> points =
        points(
            "tune.trials=600",
            "tune.space.finetune.head=[random,pretrained]",
            "tune.space.finetune.learning-rate={from=1e-4,to=1e-2,scale=log}");
    long count =
        points.stream()
            .filter(point -> point.values().get("finetune.head").unwrapped().equals("pretrained"))
            .count();
    // Binomial(600, 1/2): standard deviation 12.
    assertThat(count).isBetween(250L, 350L);
  }

  @Test
  void spaceOfChoicesEndsWhenAllPointsAreTried() {
    assertThat(
            points(
                "tune.trials=50", "tune.space={finetune.steps=[1,2,3],finetune.batch-size=[4,5]}"))
        .hasSize(1 + 6)
        .doesNotHaveDuplicates();
  }

  @Test
  void moreTrialsKeepEarlierPointsAndSeedChangesPoints() {
    String space = "tune.space.finetune.learning-rate={from=1e-4,to=1e-2,scale=log}";
    List<Candidate> few = points(space, "tune.trials=5");
    assertThat(points(space, "tune.trials=9"))
        .hasSize(10)
        .startsWith(few.toArray(Candidate[]::new));
    assertThat(points(space, "tune.trials=5", "tune.seed=2"))
        .doesNotContainAnyElementsOf(few.subList(1, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "finetune.step=[1] | unknown key finetune.step (command line); did you mean"
            + " finetune.steps?",
        "finetune.steps=[1, 0] | finetune.steps = 0 (command line): expected a whole number from 1"
            + " to 2147483647",
        "finetune.steps={from=1,to=9} | finetune.steps = 5.944 (command line): expected a whole"
            + " number from 1 to 2147483647",
        "finetune.dropout={from=0,to=1} | finetune.dropout = 1 (command line): expected a number"
            + " from 0.0 to below 1.0",
        "finetune.augmentation=[1] | finetune.augmentation = 1 (command line): expected a block of"
            + " keys, such as finetune.augmentation.affine",
        "network.architecture=[lenet5] | network.architecture = lenet5: expected one of cnn, lenet,"
            + " linear, mlp, wrn-16-2, wrn-16-4, wrn-28-2",
        "prepare.components=[8] | tune.space: prepare.components: expected a key of network,"
            + " pretrain, finetune or strong-augmentation",
        "labels=[10] | tune.space: labels: expected a key of network, pretrain, finetune"
            + " or strong-augmentation",
        "finetune.steps=7 | tune.space.finetune.steps = 7 (command line): expected a list [a, b, …]"
            + " or a range { from = a, to = b, scale = log }",
        "finetune.steps=[] | tune.space.finetune.steps = [] (command line): expected a list [a, b,"
            + " …] or a range { from = a, to = b, scale = log }",
      })
  void invalidSearchSpaceIsRejected(String space, String message) {
    assertThatThrownBy(() -> points("tune.space." + space))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from=2,to=1}",
        "{from=1,to=1}",
        "{from=1}",
        "{from=0,to=1,scale=log}",
        "{from=1,to=2,scale=square}",
        "{from=1,to=2,points=1}",
        "{from=1.2,to=1.8,whole=true}",
        "{from=1,to=2,step=1}",
        "{from=a,to=b}",
      })
  void invalidRangeIsRejected(String range) {
    assertThatThrownBy(() -> points("tune.space.finetune.learning-rate=" + range))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("tune.space.finetune.learning-rate = {")
        .hasMessageContaining(" (command line): expected { from = a, to = b } with a below b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tune.labels=1 | tune.labels = 1 (command line): expected a whole number from 2 to"
            + " 2147483647",
        "tune.folds=101 | tune.folds = 101 (command line): expected at most" + " tune.labels (100)",
        "tune.strategy=best | tune.strategy = \"best\" (command line): expected one of random,"
            + " grid",
        "tune.space={} | tune.space is empty: expected keys to search, such as --search"
            + " 'finetune.steps=[200, 400]'",
      })
  void invalidSearchSettingIsRejected(String override, String message) {
    assertThatThrownBy(() -> points(override))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @Test
  void rangeInGridNeedsNumberOfPoints() {
    assertThatThrownBy(
            () -> points("tune.strategy=grid", "tune.space.finetune.dropout={from=0,to=0.5}"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "tune.space: finetune.dropout: a range in a grid needs points = n, such as { from ="
                + " 0.0, to = 0.5, points = 3 }");
  }

  /** Returns a key's values in 300 trials. */
  private List<Object> values(String key, String space) {
    List<Candidate> points = points(space, "tune.trials=300");
    assertThat(points.size()).isGreaterThan(250);
    return points.subList(1, points.size()).stream()
        .map(point -> point.values().get(key).unwrapped())
        .toList();
  }

  private List<Candidate> points(String... overrides) {
    ExperimentConfig config = SmallExperiment.load(folder, overrides);
    return new SearchSpace(config).points();
  }
}
