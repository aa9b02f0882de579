package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.FileStates;
import io.lautum.FolderCopy;
import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import io.lautum.WrittenFiles;
import io.lautum.WrittenFormats;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandIT {
  private static final String[] SEARCH = {
    "-D", "tune.labels=16",
    "-D", "tune.draws=2",
    "-D", "tune.folds=2",
    "-D", "tune.trials=3",
    "--search", "finetune.learning-rate={from=1e-3,to=1e-2,scale=log}",
    "--search", "pretrain.lautum.weight=[0.5]"
  };

  /** A finished search; every test works on a copy of it. */
  @TempDir static Path finished;

  private static CommandLineRun first;

  @TempDir Path workdir;

  @BeforeAll
  static void search() throws IOException {
    LocalSpark.context();
    first = tune(finished, SEARCH);
  }

  @BeforeEach
  void copyIt() throws IOException {
    FolderCopy.make(finished, workdir);
  }

  @Test
  void printsTheTrialsAndTheBestExperiment() throws IOException {
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .startsWith(
            "Accuracy in % of lautum on held-out labelled examples of letters, mean ± standard"
                + " deviation over 2 folds of 2 draws of 16 labels\n")
        .containsPattern(
            "(?m)^trial +accuracy +cross-entropy +information +finetune.learning-rate"
                + " +pretrain.lautum.weight$")
        .containsPattern("(?m)^0 +\\d+\\.\\d ± \\d+\\.\\d +\\d\\.\\d{3} +\\d\\.\\d{3} +0.001 +1$")
        .containsPattern("(?m)^[1-3] +\\d+\\.\\d ± \\d+\\.\\d .* 0.5$")
        .contains("No test label was used")
        .containsPattern("(?m)^best: " + finished + "/small/tune/lautum/best.conf$");
    assertThat(WrittenFormats.of(finished).others()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(file(finished, "tune.json").toFile());
    List<Double> accuracies = new ArrayList<>();
    json.get("trials").forEach(trial -> accuracies.add(trial.get("accuracy").asDouble()));
    assertThat(accuracies).hasSize(4);
    assertThat(accuracies).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(json.get("best")).isEqualTo(json.get("trials").get(0).get("number"));
    assertThat(json.get("trials").get(0).get("folds")).hasSize(4);
    // There is one model per weight of the term.
    assertThat(WrittenFiles.names(finished.resolve("small/tune/pretrained"))).hasSize(2);
  }

  @Test
  void bestExperimentRuns() throws IOException {
    Path best = file(workdir, "best.conf");
    JsonNode values =
        new ObjectMapper().readTree(file(workdir, "tune.json").toFile()).at("/trials/0/values");
    ExperimentConfig config =
        ConfigLoader.load(best.toString(), List.of(), Map.of(), new Configuration());
    assertThat(config.finetune().learningRate())
        .isEqualTo(values.get("finetune.learning-rate").asDouble());
    assertThat(config.values("pretrain.lautum.weight"))
        .containsValue(values.get("pretrain.lautum.weight").asText());
    assertThat(config.name()).isEqualTo("small-tuned-lautum");
    assertThat(config.values("source", "target", "labels", "prepare"))
        .isEqualTo(SmallExperiment.load(workdir).values("source", "target", "labels", "prepare"));
    assertThat(Files.readString(best)).doesNotContain("include", "\ntune {");

    CommandLineRun run =
        CommandLineRun.of(
            "run", best.toString(), "--workdir", workdir.toString(), "--methods", "scratch");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^scratch +\\d");
  }

  @Test
  void stoppedSearchContinuesToTheSameResult() throws IOException {
    String before = Files.readString(file(workdir, "tune.json"));
    for (String name : List.of("trials/trial-0002.json", "trials/trial-0003.json", "tune.json")) {
      Files.delete(file(workdir, name));
    }
    FileStates half = FileStates.of(workdir.resolve("small"));

    CommandLineRun again = tune(workdir, SEARCH);

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(half.changedIn(FileStates.of(workdir.resolve("small"))))
        .allMatch(name -> name.endsWith("best.conf"));
    assertThat(withoutTimes(Files.readString(file(workdir, "tune.json"))))
        .isEqualTo(withoutTimes(before));
    assertThat(again.out().lines().filter(line -> !line.startsWith("best: ")))
        .containsExactlyElementsOf(
            first.out().lines().filter(line -> !line.startsWith("best: ")).toList());
  }

  @Test
  void finishedSearchIsPrintedAgainAndCanBeExtended() throws IOException {
    FileStates before = FileStates.of(workdir.resolve("small"));
    assertThat(tune(workdir, SEARCH).exitCode()).isZero();
    assertThat(before.changedIn(FileStates.of(workdir.resolve("small"))))
        .allMatch(name -> name.matches(".*/(best.conf|tune.json)"));

    assertThat(tune(workdir, with("-D", "tune.trials=4")).exitCode()).isZero();
    assertThat(before.addedIn(FileStates.of(workdir.resolve("small"))))
        .containsExactly("tune/lautum/trials/trial-0004.json");
  }

  @Test
  void differentSearchInTheSameFolderIsRejected() throws IOException {
    FileStates before = FileStates.of(workdir.resolve("small"));
    CommandLineRun seed = tune(workdir, with("-D", "tune.seed=2"));
    assertThat(seed.exitCode()).isEqualTo(2);
    assertThat(seed.err())
        .contains("/tune/lautum was created with another configuration")
        .contains("tune.seed was 1, is 2");
    CommandLineRun space = tune(workdir, with("--search", "finetune.dropout=[0,0.2]"));
    assertThat(space.exitCode()).isEqualTo(2);
    assertThat(space.err()).contains("tune.space.").contains("finetune.dropout");
    CommandLineRun steps = tune(workdir, with("-D", "finetune.steps=11"));
    assertThat(steps.exitCode()).isEqualTo(2);
    assertThat(steps.err()).contains("finetune.steps was 10, is 11");
    assertThat(before.changedIn(FileStates.of(workdir.resolve("small")))).isEmpty();

    CommandLineRun overwrite = tune(workdir, with("-D", "tune.trials=1", "--overwrite"));
    assertThat(overwrite.exitCode()).as(overwrite.err()).isZero();
    assertThat(WrittenFiles.names(file(workdir, "trials"))).hasSize(2);
    assertThat(before.addedIn(FileStates.of(workdir.resolve("small")))).isEmpty();
    assertThat(before.changedIn(FileStates.of(workdir.resolve("small"))))
        .as("shards and pre-trained models match their values")
        .allMatch(name -> name.startsWith("tune/lautum/"));
  }

  @Test
  void divergedTrialsAreListedAndDoNotEndTheSearch() throws IOException {
    CommandLineRun run =
        tune(
            workdir,
            "-D",
            "tune.method=standard",
            "-D",
            "tune.labels=8",
            "-D",
            "tune.draws=1",
            "-D",
            "tune.folds=2",
            "-D",
            "tune.strategy=grid",
            "--search",
            "finetune.learning-rate=[1e-3,1e30]",
            "--search",
            "pretrain.learning-rate=[1e-3,1e30]");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^0 +\\d")
        .containsPattern("(?m)^[12] +– +– +– +")
        .containsPattern("Trial \\d: fine-tuning diverged in draw 1, fold 1")
        .containsPattern("Trial \\d: training diverged in round 1")
        .contains("/tune/standard/best.conf");
  }

  @Test
  void searchCanBeReadFromAFile() throws IOException {
    Path search =
        Files.writeString(
            workdir.resolve("search.conf"),
            """
            tune {
              method = scratch, labels = 8, draws = 1, folds = 2, strategy = grid
              space { finetune.steps = [3, 6] }
            }
            """);
    CommandLineRun run = tune(workdir, "--search", search.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Accuracy in % of scratch").containsPattern("(?m)^2 .* 6$");
  }

  @Test
  void invalidSearchIsRejectedBeforeAnyWork() throws IOException {
    Path empty = workdir.resolve("empty");
    for (List<String> wrong :
        List.of(
            List.of("--search", "finetune.step=[1]", "unknown key finetune.step (command line)"),
            List.of("--search", "finetune.steps=[0]", "finetune.steps = 0 (command line)"),
            List.of("-D", "tune.method=other", "methods = other: expected one or more of"),
            List.of("-D", "tune.trials=0", "tune.trials = 0 (command line)"),
            List.of(
                "--search",
                "finetune.temporal-ensembling.decay=[0.5]",
                "finetune.temporal-ensembling.decay has no effect on lautum"),
            List.of("--labels", "50", "Unknown options: '--labels', '50'"),
            List.of("--search", "absent.conf", "\"absent.conf\": no such experiment file"))) {
      CommandLineRun run = tune(empty, with(wrong.get(0), wrong.get(1)));
      assertThat(run.exitCode()).as(wrong.get(1)).isEqualTo(2);
      assertThat(run.err()).contains(wrong.get(2));
      assertThat(empty.resolve("small")).doesNotExist();
    }
  }

  @Test
  void moreLabelsThanExamplesIsBadData() throws IOException {
    CommandLineRun run =
        tune(
            workdir,
            "-D",
            "tune.labels=61",
            "-D",
            "tune.method=scratch",
            "--search",
            "finetune.steps=[3]");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("labels = 61: the labelled pool has 60 examples");
  }

  private static CommandLineRun tune(Path workdir, String... options) throws IOException {
    Files.createDirectories(workdir);
    Path file = Files.writeString(workdir.resolve("small.conf"), SmallExperiment.FILE);
    List<String> args =
        new ArrayList<>(List.of("tune", file.toString(), "--workdir", workdir.toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static String[] with(String... more) {
    return Stream.concat(Arrays.stream(SEARCH), Arrays.stream(more)).toArray(String[]::new);
  }

  private static Path file(Path workdir, String name) {
    return workdir.resolve("small/tune/lautum").resolve(name);
  }

  private static String withoutTimes(String json) {
    return json.replaceAll("\"seconds\" : [0-9.E-]+", "");
  }
}
