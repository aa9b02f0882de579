package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.data.encoder.EncodeJob;
import io.lautum.data.encoder.EncodedDataset;
import io.lautum.data.encoder.EncodedDataset.Kind;
import io.lautum.data.encoder.EncoderSettings;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ValueType;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.predict.PredictJob;
import io.lautum.evaluation.predict.ScoreForm;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxFile;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderIT {
  private static final ScoreForm ENERGY = new ScoreForm(0, 0, OutsiderScore.ENERGY);

  @TempDir Path folder;
  private EncodedExperiment experiment;

  @BeforeEach
  void write() throws IOException {
    experiment = EncodedExperiment.write(folder);
  }

  /** Returns the vectors of the target's images in a set of shards, by path. */
  private Map<String, float[]> vectors(ShardSet... sets) throws IOException {
    Manifest manifest = experiment.manifest();
    ShardReader reader = new ShardReader(new Configuration(), experiment.directory().shards());
    Map<String, float[]> vectors = new TreeMap<>();
    for (ShardSet set : sets) {
      Shard shard = reader.readAll(set, manifest);
      for (int i = 0; i < shard.size(); i++) {
        float[] vector = new float[manifest.target().shape().size()];
        FloatVector.read(shard.pixels()[i], 0, vector);
        vectors.put(shard.name(i), vector);
      }
    }
    return vectors;
  }

  /** Returns the vectors that the command encode computes, by path. */
  private Map<String, float[]> encoded() throws IOException {
    ExperimentConfig config = experiment.config();
    String table = folder.resolve("table").toString();
    new EncodeJob(LocalSpark.context())
        .run(
            experiment.encoder().toString(),
            EncoderSettings.of(config.image()),
            List.of(new EncodedDataset(config.target(), Kind.LABELLED)),
            table,
            false);
    Map<String, float[]> vectors = new HashMap<>();
    for (Row row : LocalSpark.session().read().parquet(table).collectAsList()) {
      List<Float> values = row.getList(row.fieldIndex("features"));
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      vectors.put(row.getString(0), vector);
    }
    return vectors;
  }

  private void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((path, vector) -> assertThat(vector).as(path).isEqualTo(expected.get(path)));
  }

  private static final ShardSet[] TARGET = {
    ShardSet.TARGET_LABELLED, ShardSet.TARGET_UNLABELLED, ShardSet.TARGET_TEST
  };

  @Test
  void examplesAreTheVectorsOfEncodeAndEachImageIsEncodedOnce() throws IOException {
    experiment.pipeline().prepare();
    Manifest first = experiment.manifest();
    assertThat(first.target().normalization().values()).isEqualTo(ValueType.FLOAT);
    assertThat(first.encoder().width()).isEqualTo(first.target().shape().size());
    int all = EncodedExperiment.SOURCE + EncodedExperiment.TARGET;
    assertThat(experiment.computed()).isEqualTo(all);
    Map<String, float[]> vectors = vectors(TARGET);
    assertThat(vectors).hasSize(EncodedExperiment.TARGET);
    assertSame(vectors, encoded());

    // Another split, and other slices.
    experiment
        .pipeline("prepare.labelled-fraction=0.25", "target.split-seed=9", "seed=5", "workers=5")
        .prepare();
    assertThat(experiment.manifest().contentDigest()).isNotEqualTo(first.contentDigest());
    assertThat(experiment.computed()).isEqualTo(all);
    assertSame(vectors(TARGET), vectors);

    byte[] changed = new byte[28 * 28];
    changed[400] = 77;
    String name = vectors.keySet().iterator().next();
    experiment.writeImage(name, changed);
    experiment.pipeline().prepare();
    assertThat(experiment.computed()).isEqualTo(all + 1);
    Map<String, float[]> later = vectors(TARGET);
    assertThat(later.remove(name)).isNotEqualTo(vectors.remove(name));
    assertSame(later, vectors);

    // The same shards as at first from vectors that are known, and from none.
    Files.delete(experiment.images().resolve(name));
    experiment.pipeline().prepare();
    Manifest known = experiment.manifest();
    assertThat(experiment.computed()).isEqualTo(all + 1);
    experiment.directory().files().delete(experiment.directory().embeddings(), true);
    experiment.pipeline().prepare();
    assertThat(experiment.manifest().contentDigest()).isEqualTo(known.contentDigest());
    assertThat(experiment.computed()).isEqualTo(all - 1);
  }

  @Test
  void predictEncodesImagesAsThePreparationDoes() throws IOException {
    Pipeline pipeline = experiment.pipeline("methods=[scratch]");
    pipeline.prepare();
    pipeline.finetune();
    org.apache.hadoop.fs.Path file =
        ExperimentDirectory.model(experiment.directory().finetuned("scratch", 20, 1));
    TrainedModel model = TrainedModel.read(experiment.directory().files(), file);
    Path moved = folder.resolve("moved/model.zip");
    Files.createDirectories(moved.getParent());
    Files.copy(Path.of(file.toUri().getPath()), moved);
    Map<String, float[]> vectors = encoded();
    assertPredicted(model, vectors, file.toString(), 13);

    // On another machine, the encoder's file is next to the model, or has to be copied there.
    Path elsewhere = folder.resolve("elsewhere.onnx");
    Files.move(experiment.encoder(), elsewhere);
    assertThatThrownBy(() -> predict(moved.toString(), 64))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "model.zip: needs the encoder with the SHA-256 " + model.metadata().encoder().sha256())
        .hasMessageContaining("/moved/encoder.onnx, ")
        .hasMessageEndingWith("copy it next to the model");
    Files.copy(elsewhere, moved.resolveSibling("encoder.onnx"));
    Files.copy(elsewhere, experiment.encoder());
    assertPredicted(model, vectors, moved.toString(), 64);

    experiment.writeEncoder(4);
    Files.copy(
        experiment.encoder(),
        moved.resolveSibling("encoder.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> predict(moved.toString(), 64))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found another, with ");

    OnnxFile exported = new OnnxFile(new Configuration(false));
    for (GraphStart start : List.of(GraphStart.EXAMPLES, GraphStart.ENCODER)) {
      var onnx = new org.apache.hadoop.fs.Path(folder.resolve(start + ".onnx").toUri());
      Files.copy(elsewhere, experiment.encoder(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(exported.write(file, onnx, start, Optional.empty()).images()).isEqualTo(64);
    }
  }

  private List<String> predict(String model, int batch) throws IOException {
    Path output = folder.resolve("scores.csv");
    Files.deleteIfExists(output);
    PredictJob.Scored scored =
        new PredictJob(LocalSpark.context())
            .run(model, experiment.images().toString(), output.toString(), batch, ENERGY);
    assertThat(scored).isEqualTo(new PredictJob.Scored(EncodedExperiment.TARGET, 0));
    return Files.readAllLines(output);
  }

  /** Compares the predictions for the folder with those for the vectors that encode computes. */
  private void assertPredicted(
      TrainedModel model, Map<String, float[]> vectors, String file, int batch) throws IOException {
    List<String> lines = predict(file, batch);
    try (Predictor predictor =
        new Predictor(model, model.metadata().normalization(), 64, Engines.AUTO)) {
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        String path = cells[0].substring(cells[0].indexOf("/letters/") + "/letters/".length());
        byte[][] vector = {FloatVector.bytes(vectors.get(path))};
        predictor.outputs(
            vector,
            NetworkGraph.LOGITS,
            (first, rows) ->
                assertThat(Double.parseDouble(cells[cells.length - 1]))
                    .isEqualTo(OutsiderScore.ENERGY.of(rows[0]), within(1e-5)));
        predictor.probabilities(
            vector,
            (first, rows) -> {
              assertThat(cells[1])
                  .isEqualTo(
                      model.metadata().classes().get(Classification.of(rows[0]).predicted()));
              for (int k = 0; k < rows[0].length; k++) {
                assertThat(Float.parseFloat(cells[2 + k])).isEqualTo(rows[0][k], within(1e-6f));
              }
            });
      }
    }
  }

  @Test
  void faultsSayWhatTheEncoderHas() throws IOException {
    assertFault(
        UserException.class,
        "encoder.onnx has no output pooled; it has probabilities float[?, 2], logits float[?, 2],"
            + " embedding float[?,",
        "image.encoder.output=pooled");
    assertFault(
        UserException.class,
        "encoder.onnx takes images of one size only: image float[?, 1, 28, 28]",
        "image.encoder.size=32");
    assertFault(
        UserException.class,
        "image.encoder: mean: the encoder takes images of 1 channels, expected as many numbers,"
            + " found 3",
        "image.encoder.mean=[0.5, 0.5, 0.5]");
    assertFault(
        UserException.class,
        "remove image.height, image.width and image.channels",
        "image.height=9");
    assertFault(
        DataException.class,
        "other.onnx: expected a readable file of an encoder, found none",
        "image.encoder.model=" + folder.resolve("other.onnx"));
    assertFault(
        DataException.class,
        "image.encoder.model = other.onnx: not found in data.root, which is",
        "image.encoder.model=other.onnx",
        "data.root=" + folder);
    Files.writeString(folder.resolve("other.onnx"), "no encoder");
    assertFault(
        DataException.class,
        "other.onnx: expected a",
        "image.encoder.model=" + folder.resolve("other.onnx"));
    Files.writeString(folder.resolve("t.csv"), "label,x\na,1\nb,2\na,3\nb,4\n");
    assertFault(
        UserException.class,
        "image.encoder: letters has vectors already; remove this block",
        "target.format=vectors",
        "target.path=" + folder.resolve("t.csv"));
  }

  private void assertFault(
      Class<? extends RuntimeException> type, String message, String... overrides) {
    assertThatThrownBy(() -> experiment.pipeline(overrides).prepare())
        .isInstanceOf(type)
        .hasMessageContaining(message);
  }
}
