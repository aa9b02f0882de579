package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.Dl4jGraph;
import io.lautum.LocalFiles;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class TrainedModelTest {
  @TempDir java.nio.file.Path folder;
  private java.nio.file.Path file;
  private final FileSystem files = LocalFiles.open();

  @BeforeEach
  void name() {
    file = folder.resolve("model.zip");
  }

  @ParameterizedTest
  @CsvSource({"lenet, 16", "cnn, 8", "mlp, 4"})
  void writtenModelIsRead(String architecture, int side) throws IOException {
    TrainedModel model = model(architecture, side);
    model.write(files, path());
    TrainedModel read = TrainedModel.read(files, path());
    assertThat(read).usingRecursiveComparison().isEqualTo(model);
    INDArray images = Nd4j.randn(DataType.FLOAT, 2, 1, side, side);
    assertThat(Dl4jGraph.of(read).outputSingle(images))
        .isEqualTo(Dl4jGraph.of(model).outputSingle(images));
  }

  @Test
  void statisticsOfEmbeddingsAreKeptAndOptional() throws IOException {
    TrainedModel plain = model("mlp", 4);
    assertThat(metadata()).doesNotContain("embedding");
    int width = plain.metadata().network().graph().width(NetworkGraph.FEATURES);
    float[] mean = new float[width];
    float[] deviation = new float[width];
    Arrays.fill(deviation, 0.1f);
    mean[1] = 1 / 3f;
    EmbeddingStatistics statistics =
        new EmbeddingStatistics(70, mean, deviation, 4 / 3.0, 8 / 7.0, -1 / 9.0);
    TrainedModel described =
        new TrainedModel(plain.metadata().with(statistics), plain.parameters());
    described.scaled(0.5).write(files, path());
    assertThat(TrainedModel.read(files, path()).metadata().embedding())
        .usingRecursiveComparison()
        .isEqualTo(statistics);
    assertThatThrownBy(
            () ->
                plain
                    .metadata()
                    .with(new EmbeddingStatistics(9, new float[] {1}, new float[] {1}, 1, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network's features");
  }

  @ParameterizedTest
  @CsvSource({"lenet, 16", "cnn, 8", "mlp, 4"})
  void scalingMultipliesTheLogitsAlone(String architecture, int side) {
    TrainedModel model = model(architecture, side);
    byte[][] images = {new byte[side * side], new byte[side * side]};
    new SplittableRandom(1).nextBytes(images[1]);
    float[][] before = outputs(model, images, NetworkGraph.LOGITS);
    float[][] after = outputs(model.scaled(0.25), images, NetworkGraph.LOGITS);
    for (int i = 0; i < images.length; i++) {
      for (int k = 0; k < before[i].length; k++) {
        assertThat(after[i][k]).isCloseTo(before[i][k] / 4, within(1e-6f));
      }
    }
    assertThat(outputs(model.scaled(0.25), images, NetworkGraph.FEATURES))
        .isEqualTo(outputs(model, images, NetworkGraph.FEATURES));
  }

  private static float[][] outputs(TrainedModel model, byte[][] images, String output) {
    float[][] values = new float[images.length][];
    try (Predictor predictor =
        new Predictor(model, model.metadata().normalization(), images.length, "onednn")) {
      predictor.outputs(
          images, output, (first, rows) -> System.arraycopy(rows, 0, values, first, rows.length));
    }
    return values;
  }

  /** Uses the architecture with batch normalisation, whose running statistics are weights too. */
  @Test
  void dl4jReadsItWithTheSameOutputs() throws IOException {
    TrainedModel model = model("cnn", 8);
    model.write(files, path());
    ComputationGraph dl4j = ModelSerializer.restoreComputationGraph(file.toFile());
    INDArray images = Nd4j.randn(DataType.FLOAT, 3, 1, 8, 8);
    assertThat(dl4j.outputSingle(images)).isEqualTo(Dl4jGraph.of(model).outputSingle(images));
    assertThat(dl4j.params().toFloatVector()).isEqualTo(model.parameters());
  }

  @Test
  void fileDoesNotDependOnTheTime() throws IOException {
    model("mlp", 4).write(files, path());
    byte[] first = Files.readAllBytes(file);
    model("mlp", 4).write(files, path());
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getTimeLocal))
          .hasSize(3)
          .containsOnly(LocalDateTime.of(1980, 1, 1, 0, 0));
    }
  }

  @Test
  void survivesJavaSerialisation() {
    TrainedModel model = model("mlp", 4);
    assertThat(SerializationUtils.clone(model)).usingRecursiveComparison().isEqualTo(model);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(path() + ": no such model");
  }

  @Test
  void fileOtherThanZipIsNamed() throws IOException {
    Files.writeString(file, "not a zip archive, but long enough for the header of one");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(path() + ": expected an entry lautum.json, found []");
  }

  /**
   * Runs with the checksums that Hadoop's local file system keeps next to its files, and without.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void truncatedFileIsNamedWithTheEntry(boolean sums) throws IOException {
    model("mlp", 4).write(files, path());
    byte[] bytes = Files.readAllBytes(file);
    damage(Arrays.copyOf(bytes, bytes.length / 2), sums);
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path() + ": damaged at ")
        .hasMessageContaining(sums ? "" : "coefficients.bin");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changedByteIsNamedWithTheEntry(boolean sums) throws IOException {
    model("mlp", 4).write(files, path());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    damage(bytes, sums);
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path() + ": damaged at ")
        .hasMessageContaining(sums ? "" : "coefficients.bin");
  }

  @Test
  void missingEntryIsNamed() throws IOException {
    zip("lautum.json", metadata());
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(path() + ": expected an entry coefficients.bin, found [lautum.json]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"network\": 3}", "{\"unknown\": 1}"})
  void malformedMetadataIsNamed(String json) throws IOException {
    zip("lautum.json", json);
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path() + ": lautum.json is not the metadata of a model: ");
  }

  private String metadata() throws IOException {
    java.nio.file.Path other = folder.resolve("other.zip");
    model("mlp", 4).write(files, new Path(other.toUri()));
    try (var zip = new ZipFile(other.toFile())) {
      byte[] json = zip.getInputStream(zip.getEntry("lautum.json")).readAllBytes();
      return new String(json, StandardCharsets.UTF_8);
    }
  }

  private void zip(String name, String content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void damage(byte[] bytes, boolean sums) throws IOException {
    Files.write(file, bytes);
    if (!sums) {
      Files.delete(folder.resolve(".model.zip.crc"));
    }
  }

  private TrainedModel read() throws IOException {
    return TrainedModel.read(files, path());
  }

  private Path path() {
    return new Path(file.toUri());
  }

  private static TrainedModel model(String architecture, int side) {
    TransferNetwork network =
        new TransferNetwork(architecture, new ImageShape(1, side, side), 3, 0.5);
    ComputationGraph graph = Dl4jGraph.of(network, new Optimizer.None(), 1);
    Nd4j.getRandom().setSeed(3);
    // Ensures that no weight, shift or running mean of batch normalisation has its initial value.
    graph.params().addi(Nd4j.randn(DataType.FLOAT, graph.params().shape()).muli(0.02));
    return new TrainedModel(
        new ModelMetadata(
            network,
            List.of("a", "b", "ç"),
            new Normalization(new float[] {0.4f}, new float[] {0.3f}),
            "lautum"),
        graph.params().toFloatVector());
  }
}
