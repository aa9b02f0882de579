package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoder files that must not be used, each of which has one clear line. */
class EncoderFaultsTest {
  private static final EncoderSettings PLAIN = EncoderSettings.DEFAULTS.withPlainLevels();

  @TempDir private Path folder;

  private OnnxEncoder open(EncoderSettings settings) throws IOException {
    String file = folder.resolve("encoder.onnx").toString();
    return OnnxEncoder.open(new Configuration(false), file, settings, 1);
  }

  private AbstractThrowableAssert<?, ?> fault(byte[] content) throws IOException {
    Files.write(folder.resolve("encoder.onnx"), content);
    return assertThatThrownBy(() -> open(PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + "/encoder.onnx: ")
        .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("\n"));
  }

  private AbstractThrowableAssert<?, ?> fault(ModelProto model) throws IOException {
    return fault(model.toByteArray());
  }

  @Test
  void truncatedFilesAreRejected() throws Exception {
    byte[] whole = OnnxFixture.usual(2).toByteArray();
    // Every end within the graph, which is the last and only long field.
    for (int length = 20; length < whole.length; length += 7) {
      fault(Arrays.copyOf(whole, length)).hasMessageContaining("ONNX file, found");
    }
    fault(Arrays.copyOf(whole, whole.length - 1))
        .hasMessageContaining("expected a whole ONNX file, found a damaged or truncated one");
  }

  @Test
  void otherFilesAreRejected() throws Exception {
    fault(new byte[0]).hasMessageEndingWith("expected an ONNX file, found no graph with operators");
    fault("PK not an encoder".getBytes(StandardCharsets.UTF_8))
        .hasMessageContaining("ONNX file, found");
    fault(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
        .hasMessageContaining("ONNX file, found");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> open(PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("/encoder.onnx: expected a readable file of an encoder, found none");
  }

  @Test
  void hugeFilesAreRejectedBeforeTheyAreRead() throws Exception {
    try (var file = new RandomAccessFile(folder.resolve("encoder.onnx").toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertThatThrownBy(() -> open(PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("expected an encoder of at most 2147483647 bytes, found 3221225472");
  }

  @Test
  void customOperatorsAreRejected() throws Exception {
    ModelProto model =
        new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 3, 2, 2)
                .add(OnnxFixture.nodeOf("Run", "y", "x").setDomain("com.example").build())
                .output("y", DataType.FLOAT, -1, 2)
                .model()
                .toBuilder()
                .addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1))
                .build();
    fault(model)
        .hasMessageEndingWith(
            "expected only operators of ONNX, found 1 others, such as com.example.Run");
  }

  private static ModelProto external(String location) {
    return new OnnxFixture()
        .input("x", DataType.FLOAT, -1, 3, 2, 2)
        .external("w", location, 2, 3, 1, 1)
        .weights("b", OnnxFixture.BIAS, 2)
        .mean("x")
        .flatten("mean", "y")
        .output("y", DataType.FLOAT, -1, 2)
        .model();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../w.bin", "/etc/passwd", "sub/w.bin", "..", ".", "", "a\\w.bin", "file:w"})
  void weightsInOtherFoldersAreRejected(String location) throws Exception {
    fault(external(location))
        .hasMessageEndingWith(
            "expected weights in the file itself or in files next to it, found the location \""
                + location
                + "\"");
  }

  @Test
  void weightsBehindALinkOutOfTheFolderAreRejected(@TempDir Path other) throws Exception {
    Files.write(other.resolve("secret"), OnnxFixture.bytes(OnnxFixture.WEIGHTS));
    Files.createSymbolicLink(folder.resolve("w.bin"), other.resolve("secret"));
    Files.write(folder.resolve("encoder.onnx"), external("w.bin").toByteArray());
    assertThatThrownBy(() -> open(PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a link to");
  }

  @Test
  void weightsNextToTheFileAreRead() throws Exception {
    Files.write(folder.resolve("w.bin"), OnnxFixture.bytes(OnnxFixture.WEIGHTS));
    Files.write(folder.resolve("encoder.onnx"), external("w.bin").toByteArray());
    String first;
    try (OnnxEncoder encoder = open(PLAIN)) {
      first = encoder.digest();
      EncoderBatch batch = encoder.batch();
      byte[] grey = new byte[12];
      Arrays.fill(grey, (byte) 60);
      batch.add("grey", grey);
      assertThat(batch.encode()[0])
          .containsExactly(OnnxFixture.embedding(60, 60, 60), within(1e-4f));
    }
    Files.write(folder.resolve("w.bin"), OnnxFixture.bytes(2, 0, 0, 0, 2, -1));
    try (OnnxEncoder encoder = open(PLAIN)) {
      assertThat(encoder.digest()).isNotEqualTo(first);
    }
  }

  @Test
  void missingWeightsAreNamed() throws Exception {
    Files.write(folder.resolve("encoder.onnx"), external("w.bin").toByteArray());
    assertThatThrownBy(() -> open(PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("/w.bin: expected a readable file of an encoder, found none");
  }

  @Test
  void copiesAreDeletedWhenAFileIsRejected() throws Exception {
    long before = copies();
    fault(external("../w.bin"));
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(2).toByteArray());
    open(PLAIN).close();
    assertThat(copies()).isEqualTo(before);
  }

  private static long copies() throws IOException {
    String copies = EncoderFiles.PREFIX + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains(copies)).count();
    }
  }

  @Test
  void inputsOfAnotherKindAreRejected() throws Exception {
    fault(
            new OnnxFixture()
                .input("ids", DataType.INT64, -1, 3, 2, 2)
                .cast("ids", "y", DataType.FLOAT)
                .output("y", DataType.FLOAT, -1, 3, 2, 2)
                .model())
        .hasMessageEndingWith("expected an input of floats, found ids int64[?, 3, 2, 2]");
    fault(
            new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 12)
                .node("Neg", "y", "x")
                .output("y", DataType.FLOAT, -1, 12)
                .model())
        .hasMessageEndingWith(
            "expected an input of four dimensions (images, channels, height, width), found x"
                + " float[?, 12]");
    fault(
            new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 3, 2, 2)
                .input("z", DataType.FLOAT, -1, 3, 2, 2)
                .node("Add", "y", "x", "z")
                .output("y", DataType.FLOAT, -1, 3, 2, 2)
                .model())
        .hasMessageEndingWith("expected one input, found x float[?, 3, 2, 2], z float[?, 3, 2, 2]");
    fault(
            new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 8, 2, 2)
                .node("GlobalAveragePool", "y", "x")
                .output("y", DataType.FLOAT, -1, 8, 1, 1)
                .model())
        .hasMessageEndingWith(
            "expected images of 1 or 3 channels in the layout NCHW, found x float[?, 8, 2, 2]");
  }

  @Test
  void outputsOfAnotherKindAreRejected() throws Exception {
    fault(
            new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 3, 2, 2)
                .node("Neg", "y", "x")
                .output("y", DataType.FLOAT, -1, 3, 2, 2)
                .model())
        .hasMessageContaining("found y of shape [2, 3, 2, 2]; choose another output of y float");
    fault(
            OnnxFixture.averaging("x", 2)
                .cast("mean", "y", DataType.INT32)
                .output("y", DataType.INT32, -1, 2, 1, 1)
                .model())
        .hasMessageEndingWith("expected an output of floats, found y int32[?, 2, 1, 1]");
  }

  @Test
  void aGraphThatOnnxRuntimeRejectsIsNamed() throws Exception {
    fault(
            new OnnxFixture()
                .input("x", DataType.FLOAT, -1, 3, 2, 2)
                .node("NoSuchOperator", "y", "x")
                .output("y", DataType.FLOAT, -1, 2)
                .model())
        .hasMessageContaining("ONNX Runtime rejects the encoder: ")
        .hasMessageContaining("NoSuchOperator");
  }

  @Test
  void settingsThatContradictTheEncoderAreRejected() throws Exception {
    Files.write(folder.resolve("encoder.onnx"), OnnxFixture.usual(2).toByteArray());
    assertThatThrownBy(() -> open(settings(7, List.of(), List.of(), 64)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("size = 7: ")
        .hasMessageEndingWith("takes images of one size only: x float[?, 3, 2, 2]");
    assertThatThrownBy(() -> open(settings(2, List.of(1f), List.of(), 64)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "mean: the encoder takes images of 3 channels, expected as many numbers, found 1");
    assertThatThrownBy(() -> settings(2, List.of(), List.of(1f, 0f, 1f), 64))
        .isInstanceOf(UserException.class)
        .hasMessage("std = [1.0, 0.0, 1.0]: expected positive numbers");
    assertThatThrownBy(() -> open(settings(2, List.of(), List.of(), 100_000_000)).batch())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("batch = 100000000: ");
  }

  private static EncoderSettings settings(int size, List<Float> mean, List<Float> std, int batch) {
    return new EncoderSettings(
        "", size, 1, mean, std, null, batch, ImageFit.Mode.CROP, Background.WHITE);
  }

  @Test
  void vectorsThatAreNoNumbersAreRejected() throws Exception {
    ModelProto model =
        OnnxFixture.averaging("x", 2)
            .flatten("mean", "rows")
            .node("Log", "y", "rows")
            .output("y", DataType.FLOAT, -1, 2)
            .model();
    Files.write(folder.resolve("encoder.onnx"), model.toByteArray());
    try (OnnxEncoder encoder = open(PLAIN)) {
      EncoderBatch batch = encoder.batch();
      batch.add("a/1.png", new byte[12]);
      assertThatThrownBy(batch::encode)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("a/1.png: expected finite numbers from the encoder ")
          .hasMessageEndingWith("found NaN; check levels, mean and std");
    }
  }
}
