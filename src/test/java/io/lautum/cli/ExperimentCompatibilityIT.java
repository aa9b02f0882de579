package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.FileStates;
import io.lautum.FolderCopy;
import io.lautum.LocalSpark;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that this version can use an experiment folder of version 0.1.0, of which every test has a
 * copy.
 */
class ExperimentCompatibilityIT {
  private static final String VERSION = "0.1.0";
  private static final String MODEL = "tiny/finetune/lautum/labels-4/draw-1/model.zip";

  /** Tolerance for other processors, which may order the sums differently. */
  private static final double ROUNDING = 1e-4;

  private static Path recorded;

  @TempDir Path workdir;

  @BeforeAll
  static void start() throws URISyntaxException {
    LocalSpark.context();
    recorded =
        Path.of(ExperimentCompatibilityIT.class.getResource("/experiments/" + VERSION).toURI());
  }

  @BeforeEach
  void copyFinishedExperiment() throws IOException {
    FolderCopy.make(recorded.resolve("finished"), workdir);
  }

  /** No stage may read the raw data, which does not exist. */
  @Test
  void finishedStagesAreSkipped() throws IOException {
    FileStates before = FileStates.of(workdir.resolve("tiny"));

    CommandLineRun run = execute("run", "-D", "data.root=missing");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^lautum +60\\.0$");
    assertThat(before.changedIn(FileStates.of(workdir.resolve("tiny"))))
        .isSubsetOf("provenance.json");
    assertThat(workdir.resolve("tiny/report.html")).content().contains("</html>");
  }

  @Test
  void modelsHaveTheRecordedResults() throws IOException {
    Files.delete(workdir.resolve("tiny/results.json"));

    CommandLineRun run = execute("evaluate");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode expected = json(recorded.resolve("finished/tiny/results.json"));
    JsonNode found = json(workdir.resolve("tiny/results.json"));
    assertThat(found.at("/rows/0/confusion")).isEqualTo(expected.at("/rows/0/confusion"));
    for (String field :
        List.of(
            "/rows/0/mean",
            "/rows/0/ece",
            "/rows/0/crossEntropy",
            "/pretrain/0/sourceAccuracy",
            "/pretrain/0/lautumInformation",
            "/adapted/0/lautumInformation")) {
      assertThat(found.at(field).asDouble(Double.NaN))
          .as(field)
          .isCloseTo(expected.at(field).asDouble(), within(ROUNDING));
    }
  }

  @Test
  void modelGivesTheRecordedProbabilities() throws IOException {
    Path scores = workdir.resolve("scores.csv");

    CommandLineRun run =
        CommandLineRun.of(
            "predict",
            "--model",
            workdir.resolve(MODEL).toString(),
            "--input",
            recorded.resolve("data/unseen").toString(),
            "--output",
            scores.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, double[]> expected = probabilities(recorded.resolve("predictions.csv"));
    Map<String, double[]> found = probabilities(scores);
    assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSize(6);
    expected.forEach(
        (image, row) -> assertThat(found.get(image)).as(image).containsExactly(row, within(1e-5)));
  }

  /** This version has a different checkpoint format, so the training starts again. */
  @Test
  void checkpointOfAnInterruptedTrainingIsRejected() throws IOException {
    FolderCopy.make(recorded.resolve("interrupted"), workdir.resolve("interrupted"));
    FolderCopy.make(
        recorded.resolve("finished/tiny/shards"), workdir.resolve("interrupted/tiny/shards"));

    CommandLineRun run =
        CommandLineRun.of(
            "pretrain",
            recorded.resolve("tiny.conf").toString(),
            "--workdir",
            workdir.resolve("interrupted").toString(),
            "--resume");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Path history = Path.of("interrupted/tiny/pretrain/lautum/history.jsonl");
    List<String> before = Files.readAllLines(recorded.resolve(history));
    List<String> after = Files.readAllLines(workdir.resolve(history));
    assertThat(after).hasSize(40);
    assertThat(after.get(0)).contains("\"round\":1,").isNotEqualTo(before.get(0));
  }

  /**
   * Checks all shards except those of the unlabelled images, whose whitened vectors depend on the
   * processor.
   */
  @Test
  void rawImagesGiveTheRecordedShards() throws IOException {
    CommandLineRun run =
        execute("prepare", "--overwrite", "-D", "data.root=" + recorded.resolve("data"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, String> contents = contents(recorded.resolve("finished/tiny/shards/manifest.json"));
    contents.keySet().removeIf(file -> file.startsWith("target-unlabelled/"));
    assertThat(contents).hasSize(8);
    assertThat(contents(workdir.resolve("tiny/shards/manifest.json")))
        .containsAllEntriesOf(contents);
  }

  private CommandLineRun execute(String command, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                recorded.resolve("tiny.conf").toString(),
                "--workdir",
                workdir.toString()));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  /** Returns the probabilities in each row of a file of predictions, by image name. */
  private static Map<String, double[]> probabilities(Path csv) throws IOException {
    Map<String, double[]> rows = new TreeMap<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      rows.put(
          Path.of(cells[0]).getFileName().toString(),
          new double[] {Double.parseDouble(cells[2]), Double.parseDouble(cells[3])});
    }
    return rows;
  }

  /** Returns the digests of the shards' contents by file. */
  private static Map<String, String> contents(Path manifest) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    json(manifest)
        .at("/shards")
        .forEach(
            shard -> contents.put(shard.path("file").asText(), shard.path("content").asText()));
    return contents;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
