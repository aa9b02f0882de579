package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.data.image.ValueType;
import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.predict.PredictJob;
import io.lautum.evaluation.predict.ScoreForm;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment on normally distributed vectors, which are shifted and scaled in the target. */
class VectorsIT {
  private static final int CLASSES = 3;
  private static final int FEATURES = 8;
  private static final String DRAW = "finetune/%s/labels-12/draw-1/model.zip";

  @TempDir Path folder;

  @BeforeEach
  void writeTables() throws IOException {
    write("source.csv", 1, 0, 1, 300);
    write("target.csv", 2, 40, 5, 300);
  }

  /** Writes vectors about a centre per class, times {@code scale} and plus {@code shift}. */
  private void write(String name, long seed, double shift, double scale, int rows)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("path,label");
    for (int k = 0; k < FEATURES; k++) {
      text.append(",f").append(k);
    }
    text.append(",split\n");
    for (int i = 0; i < rows; i++) {
      int label = i % CLASSES;
      text.append("row-%d,class %d".formatted(i, label));
      for (int k = 0; k < FEATURES; k++) {
        double centre = k % CLASSES == label ? 3 : 0;
        double value = shift + scale * (centre + random.nextGaussian());
        text.append(String.format(Locale.ROOT, ",%.5f", value));
      }
      text.append(i % 5 == 4 ? ",test\n" : ",train\n");
    }
    Files.writeString(folder.resolve(name), text);
  }

  private ExperimentConfig config(String... overrides) throws IOException {
    Path file = folder.resolve("vectors.conf");
    Files.writeString(
        file,
        """
experiment = vectors
source { name = source, format = vectors, path = "%s/source.csv" }
target { name = target, format = vectors, path = "%s/target.csv" }
prepare { labelled-fraction = 0.25, components = 4 }
network { architecture = mlp, widths = [32, 16] }
workers = 2
methods = [scratch, standard, lautum, contrastive-mutual, "scratch+freematch"]
labels = [12]
draws = 1
pretrain { epochs = 4, batch-size = 16, averaging-interval = 5, lautum.start-iteration = 2 }
finetune { steps = 150, batch-size = 12, augmentation.noise = 0.1 }
evaluate.batch-size = 32
"""
            .formatted(folder, folder));
    return ConfigLoader.load(
        file.toString(), List.of(overrides), Map.of(), new Configuration(false));
  }

  private ExperimentDirectory directory(String workdir) {
    return new ExperimentDirectory(
        folder.resolve(workdir).toString(), "vectors", new Configuration(false));
  }

  private Results run(String workdir, String... overrides) throws IOException {
    ExperimentContext experiment =
        new ExperimentContext(
            config(overrides), directory(workdir), new Configuration(false), LocalSpark::context);
    Pipeline pipeline = new Pipeline(experiment, ExistingResults.RESTART_UNFINISHED);
    pipeline.prepare();
    pipeline.pretrain();
    pipeline.finetune();
    pipeline.evaluate();
    try (var in = Files.newInputStream(folder.resolve(workdir + "/vectors/results.json"))) {
      return Results.read(in, Results.FILE);
    }
  }

  @Test
  void trainsPredictsAndExports() throws IOException {
    Results results = run("first");
    // Chance is a third; nearest centres reach almost all.
    assertThat(results.rows())
        .hasSize(5)
        .allSatisfy(row -> assertThat(row.mean()).as(row.method()).isGreaterThan(0.85));
    Manifest manifest = Manifest.read(directory("first").files(), directory("first").shards());
    assertThat(manifest.target().normalization().values()).isEqualTo(ValueType.FLOAT);
    assertThat(manifest.target().normalization().mean()[0]).isCloseTo(45f, within(4f));
    assertThat(manifest.target().shape().size()).isEqualTo(FEATURES);

    String model = folder.resolve("first/vectors").resolve(DRAW.formatted("lautum")).toString();
    String output = folder.resolve("scores.csv").toString();
    PredictJob.Scored scored =
        new PredictJob(LocalSpark.context())
            .run(model, folder.resolve("target.csv").toString(), output, 32, ScoreForm.ALL);
    assertThat(scored).isEqualTo(new PredictJob.Scored(300, 0));
    List<String> lines = Files.readAllLines(Path.of(output));
    double right = 0;
    for (int i = 4; i < 300; i += 5) {
      String[] cells = lines.get(i + 1).split(",");
      assertThat(cells[0]).isEqualTo("row-" + i);
      right += cells[1].equals("class " + i % CLASSES) ? 1 : 0;
    }
    assertThat(right / 60).isEqualTo(results.row("lautum", 12).orElseThrow().mean());
    assertOtherVectorsDiffer(model);
    assertColumnsAreFoundByName(model, lines);

    var path = new org.apache.hadoop.fs.Path(model);
    var onnx = new org.apache.hadoop.fs.Path(folder.resolve("model.onnx").toUri());
    for (GraphStart start : List.of(GraphStart.EXAMPLES, GraphStart.NORMALISED)) {
      assertThat(
              new OnnxFile(new Configuration(false))
                  .write(path, onnx, start, Optional.empty())
                  .images())
          .isEqualTo(64);
    }
    assertThat(Files.readString(folder.resolve("model.onnx"), StandardCharsets.ISO_8859_1))
        .contains("[\"f0\",\"f1\",\"f2\",\"f3\",\"f4\",\"f5\",\"f6\",\"f7\"]");
  }

  /** The source's vectors are about eight deviations away. */
  private void assertOtherVectorsDiffer(String model) throws IOException {
    String target = folder.resolve("target.csv").toString();
    String source = folder.resolve("source.csv").toString();
    ScoreForm form = new ScoreForm(2, 0, OutsiderScore.MAX_LOGIT);
    PredictJob job = new PredictJob(LocalSpark.context());
    PredictJob.Scored shifted =
        job.run(
            model,
            source,
            target,
            folder.resolve("shifted.csv").toString(),
            32,
            form,
            VectorsConfig.DEFAULTS);
    assertThat(shifted.drift().orElseThrow().images()).isEqualTo(300);
    assertThat(shifted.separations().get(OutsiderScore.ENERGY).outsiders()).isEqualTo(300);
    assertThat(Files.readAllLines(folder.resolve("shifted.csv")).get(0))
        .endsWith("probability_2,max_logit,error");
  }

  /** Scores the same rows in a table with other numbers and with the columns in another order. */
  private void assertColumnsAreFoundByName(String model, List<String> expected) throws IOException {
    Path other = folder.resolve("other.csv");
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("target.csv"))) {
      List<String> cells = new ArrayList<>(List.of(line.split(",")));
      Collections.reverse(cells);
      rows.add((rows.isEmpty() ? "age," : "7,") + String.join(",", cells));
    }
    Files.write(other, rows);
    String output = folder.resolve("by-name.csv").toString();
    PredictJob job = new PredictJob(LocalSpark.context());
    job.run(model, other.toString(), output, 32, ScoreForm.ALL);
    assertThat(Files.readAllLines(Path.of(output))).isEqualTo(expected);

    rows.set(0, rows.get(0).replace("f3", "f9"));
    Files.write(other, rows);
    assertThatThrownBy(() -> job.run(model, other.toString(), output + ".csv", 32, ScoreForm.ALL))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "other.csv: expected the columns of the model's training data, found none named [f3];"
                + " if others have the same meaning, name them in the order of [f0, f1, …, f7] by"
                + " --columns");
  }

  @Test
  void modelsDoNotDependOnTheOrderOfTasks() throws IOException {
    String[] small = {"methods=[scratch, standard]", "finetune.steps=20", "pretrain.epochs=1"};
    run("first", small);
    run("second", small);
    List<String> files = new ArrayList<>(List.of("shards/manifest.json"));
    for (String method : List.of("scratch", "standard")) {
      files.add(DRAW.formatted(method));
    }
    for (String file : files) {
      assertThat(folder.resolve("first/vectors").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("second/vectors").resolve(file));
    }
  }

  @Test
  void rejectsWhatNeedsImages() {
    assertThatThrownBy(() -> run("a", "network.widths=[]", "network.architecture=lenet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("found vectors of 8 values; set it to mlp or linear");
    assertThatThrownBy(() -> run("b", "finetune.augmentation.shift=2"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("finetune.augmentation.shift: vectors have only the changes noise");
    assertThatThrownBy(() -> run("c", "image.height=8"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("image { … }: vectors have no height");
    assertThatThrownBy(() -> run("d", "network.widths=[8]", "network.architecture=linear"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("network.widths: only architecture mlp has them");
  }
}
