package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.UserException;
import io.lautum.data.encoder.EncodeJob.Encoded;
import io.lautum.data.encoder.EncodedDataset.Kind;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.BadFilesConfig;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxExport;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeIT {
  private static final EncoderSettings PLAIN = EncoderSettings.DEFAULTS.withPlainLevels();

  @TempDir private Path folder;

  private DatasetConfig dataset(String name, boolean skips) {
    String path = folder.resolve(name).toString();
    LayoutConfig layout = LayoutConfig.DEFAULTS;
    BadFilesConfig bad = new BadFilesConfig(skips, 0.1);
    return new DatasetConfig(
        name, "auto", path, List.of(), "", 1, 1, 1, layout, bad, VectorsConfig.DEFAULTS);
  }

  private EncodedDataset labelled() {
    return new EncodedDataset(dataset("images", false), Kind.LABELLED);
  }

  private Encoded encode(EncoderSettings settings, boolean overwrite, EncodedDataset... datasets)
      throws IOException {
    return new EncodeJob(LocalSpark.context())
        .run(
            folder.resolve("encoder.onnx").toString(),
            settings,
            List.of(datasets),
            folder.resolve("table").toString(),
            overwrite);
  }

  private Map<String, Row> table() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Row row :
        LocalSpark.session()
            .read()
            .option("__globPaths__", false)
            .parquet(folder.resolve("table").toString())
            .collectAsList()) {
      assertThat(rows.put(row.getString(0), row)).isNull();
    }
    return rows;
  }

  private static float[] features(Row row) {
    List<Float> list = row.getList(row.fieldIndex("features"));
    float[] features = new float[list.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = list.get(i);
    }
    return features;
  }

  /** Writes ten images of each of two classes, of several sizes. */
  private void writeImages() throws IOException {
    for (int i = 0; i < 20; i++) {
      String name = i % 2 == 0 ? "cat" : "dog";
      ColourPng.write(folder.resolve("images/" + name + "/" + i + ".png"), 9 + i, 12, i);
    }
  }

  private float[] alone(OnnxEncoder encoder, Path file) throws IOException {
    try (ImageDecoder decoder = new ImageDecoder()) {
      DecodedImage image = decoder.decode(file.toString(), Files.readAllBytes(file));
      EncoderBatch batch = encoder.batch();
      batch.add("image", encoder.fit().apply(image.pixels(), image.shape()));
      return batch.encode()[0];
    }
  }

  @Test
  void tableHasTheVectorsOfAllImages() throws Exception {
    writeImages();
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());

    assertThat(encode(EncoderSettings.DEFAULTS, false, labelled()))
        .isEqualTo(new Encoded(20, 20, 0, 2));

    Map<String, Row> rows = table();
    assertThat(rows).hasSize(20);
    int test = 0;
    try (OnnxEncoder encoder =
        OnnxEncoder.open(
            new Configuration(false),
            folder.resolve("encoder.onnx").toString(),
            EncoderSettings.DEFAULTS,
            1)) {
      for (Map.Entry<String, Row> entry : rows.entrySet()) {
        String path = entry.getKey();
        Row row = entry.getValue();
        assertThat(row.schema().fieldNames())
            .containsExactly("path", "label", "split", "sha256", "features");
        assertThat(row.getString(1)).isEqualTo(path.substring(0, 3));
        test += row.getString(2).equals("test") ? 1 : 0;
        assertThat(features(row))
            .containsExactly(alone(encoder, folder.resolve("images/" + path)), within(1e-6f));
      }
    }
    // The share of each class that serves as test set, as in prepare.
    assertThat(test).isEqualTo(4);
  }

  @Test
  @Tag("long")
  void secondRunEncodesOnlyNewImages() throws Exception {
    writeImages();
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());
    encode(PLAIN, false, labelled());
    Map<String, Row> first = table();

    assertThat(encode(PLAIN, false, labelled())).isEqualTo(new Encoded(20, 0, 0, 2));
    assertThat(table()).isEqualTo(first);

    ColourPng.write(folder.resolve("images/dog/new.png"), 30, 20, 99);
    assertThat(encode(PLAIN, false, labelled())).isEqualTo(new Encoded(21, 1, 0, 2));
    Map<String, Row> second = table();
    assertThat(second).hasSize(21).containsKey("dog/new.png");
    first.forEach((path, row) -> assertThat(features(second.get(path))).isEqualTo(features(row)));

    // Without labels, an image of another name, and one image less.
    Files.move(folder.resolve("images/dog/1.png"), folder.resolve("images/dog/moved.png"));
    Files.delete(folder.resolve("images/cat/0.png"));
    EncodedDataset unlabelled = new EncodedDataset(dataset("images", false), Kind.UNLABELLED);
    assertThat(encode(PLAIN, false, unlabelled)).isEqualTo(new Encoded(20, 0, 0, 2));
    Map<String, Row> third = table();
    assertThat(features(third.get("dog/moved.png"))).isEqualTo(features(first.get("dog/1.png")));
    assertThat(third.values()).allMatch(row -> row.isNullAt(1) && row.getString(2).equals("train"));

    assertThat(encode(PLAIN, true, labelled())).isEqualTo(new Encoded(20, 20, 0, 2));
  }

  @Test
  void labelledUnlabelledAndTestImagesAreOneTable() throws Exception {
    writeImages();
    ColourPng.write(folder.resolve("more/x/y/1.png"), 10, 10, 50);
    ColourPng.write(folder.resolve("held/cat/t.png"), 10, 10, 51);
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());
    DatasetConfig whole = dataset("images", false);
    encode(
        PLAIN,
        false,
        new EncodedDataset(whole.whole("images", whole.path()), Kind.LABELLED),
        new EncodedDataset(dataset("more", false), Kind.UNLABELLED),
        new EncodedDataset(whole.whole("held", folder.resolve("held").toString()), Kind.TEST));
    Map<String, Row> rows = table();
    assertThat(rows).hasSize(22);
    assertThat(new ArrayList<>(rows.keySet()).subList(20, 22))
        .containsExactly("x/y/1.png", "cat/t.png");
    assertThat(rows.get("x/y/1.png").isNullAt(1)).isTrue();
    assertThat(rows.get("x/y/1.png").getString(2)).isEqualTo("train");
    assertThat(rows.get("cat/t.png").getString(1)).isEqualTo("cat");
    assertThat(rows.get("cat/t.png").getString(2)).isEqualTo("test");
    assertThat(rows.values().stream().filter(row -> row.getString(2).equals("test"))).hasSize(1);
  }

  @Test
  void badFilesEndTheRunOrAreLeftOut() throws Exception {
    writeImages();
    Files.write(folder.resolve("images/cat/broken.png"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());
    assertThatThrownBy(() -> encode(PLAIN, false, labelled()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("images: 1 of 21 image files are bad; -D target.bad-files=skip")
        .hasMessageContaining("/images/cat/broken.png: ");
    assertThat(folder.resolve("table")).doesNotExist();

    // The vectors of the run that ended with a fault are kept.
    EncodedDataset skipping = new EncodedDataset(dataset("images", true), Kind.LABELLED);
    assertThat(encode(PLAIN, false, skipping)).isEqualTo(new Encoded(20, 0, 1, 2));
    assertThat(folder.resolve(".table.runs")).doesNotExist();
    assertThat(table()).hasSize(20);
    assertThat(Files.readString(folder.resolve("table/" + EncodedTableJob.SKIPPED)))
        .contains("/images/cat/broken.png");

    for (int i = 0; i < 2; i++) {
      Files.write(folder.resolve("images/cat/broken-" + i + ".png"), new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> encode(PLAIN, false, skipping))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "3 of 23 image files are bad, more than target.bad-files-limit = 0.1");
  }

  @Test
  void pathsAreNotPatterns() throws Exception {
    folder = Files.createDirectories(folder.resolve("[2024] {a,b} *?"));
    writeImages();
    Files.write(folder.resolve("images/cat/broken.png"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());
    assertThatThrownBy(() -> encode(PLAIN, false, labelled()))
        .hasMessageContaining("1 of 21 image files are bad");
    Files.delete(folder.resolve("images/cat/broken.png"));
    // The vectors of the unfinished run are kept, then those of the table.
    assertThat(encode(PLAIN, false, labelled())).isEqualTo(new Encoded(20, 0, 0, 2));
    assertThat(encode(PLAIN, false, labelled())).isEqualTo(new Encoded(20, 0, 0, 2));
    assertThat(table()).hasSize(20);
  }

  @Test
  void anotherEncoderReplacesATableOnlyOnDemand() throws Exception {
    writeImages();
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(8).toByteArray());
    encode(PLAIN, false, labelled());
    assertThatThrownBy(() -> encode(EncoderSettings.DEFAULTS, false, labelled()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("its vectors were computed otherwise (levels, mean, std)");
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(10).toByteArray());
    assertThatThrownBy(() -> encode(PLAIN, false, labelled()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("(the encoder's content, height, width)");
    assertThat(encode(PLAIN, true, labelled())).isEqualTo(new Encoded(20, 20, 0, 2));
  }

  @Test
  void encodesWithAnExportedModel() throws Exception {
    for (int i = 0; i < 6; i++) {
      ColourPng.write(folder.resolve("images/" + (i % 2 == 0 ? "a" : "b") + i + ".png"), 32, 32, i);
    }
    TransferNetwork network = new TransferNetwork("wrn-16-2", new ImageShape(3, 32, 32), 10, 0);
    Normalization normalization =
        new Normalization(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.25f, 0.3f});
    List<String> classes = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      classes.add("class " + k);
    }
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(network, classes, normalization, "standard"),
            RandomShards.weights(network, 3));
    Files.write(
        folder.resolve("encoder.onnx"),
        OnnxExport.of(model, GraphStart.EXAMPLES, Map.of()).toByteArray());
    encode(
        PLAIN.withOutput(OnnxExport.EMBEDDING),
        false,
        new EncodedDataset(dataset("images", false), Kind.UNLABELLED));

    Map<String, Row> rows = table();
    assertThat(rows).hasSize(6);
    try (ImageDecoder decoder = new ImageDecoder();
        Predictor predictor = new Predictor(model, normalization, 6, Engines.AUTO)) {
      for (Map.Entry<String, Row> row : rows.entrySet()) {
        Path file = folder.resolve("images/" + row.getKey());
        byte[][] image = {decoder.decode(row.getKey(), Files.readAllBytes(file)).pixels()};
        float[][] expected = new float[1][];
        predictor.outputs(
            image, NetworkGraph.FEATURES, (first, outputs) -> expected[0] = outputs[0].clone());
        float largest = 0;
        for (float value : expected[0]) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        assertThat(features(row.getValue())).containsExactly(expected[0], within(1e-4f * largest));
      }
    }
  }
}
