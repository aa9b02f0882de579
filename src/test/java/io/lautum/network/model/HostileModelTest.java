package io.lautum.network.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests model files with valid checksums and malicious content. */
class HostileModelTest {
  /** True if reading a file has created an object of {@link Gadget}. */
  private static boolean made;

  @TempDir java.nio.file.Path folder;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private java.nio.file.Path file;
  private FileSystem files;

  /** A class on the class path that an attacker would want to be instantiated. */
  public static final class Gadget {
    public Gadget() {
      made = true;
    }
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.zip");
    files = FileSystem.getLocal(new Configuration(false));
    TransferNetwork network = new TransferNetwork("lenet", new ImageShape(1, 16, 16), 2, 0.5);
    Normalization normalization = new Normalization(new float[] {0}, new float[] {1});
    new TrainedModel(
            new ModelMetadata(network, List.of("a", "b"), normalization, "standard"),
            new float[(int) network.weights()])
        .write(files, path());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    Files.delete(folder.resolve(".model.zip.crc"));
  }

  @Test
  void unchangedEntriesAreRead() throws IOException {
    zip();
    assertThat(TrainedModel.read(files, path()).metadata().classes()).containsExactly("a", "b");
  }

  @Test
  void foreignClassIsRejectedAndNotInstantiated() throws IOException {
    replace(
        "configuration.json",
        "org.deeplearning4j.nn.conf.layers.DenseLayer",
        Gadget.class.getName());
    assertRejected("configuration.json, offset ", Gadget.class.getName());
    assertThat(made).isFalse();
  }

  /** The records determine the types of the metadata, so a type name is an unknown field. */
  @Test
  void metadataCannotNameAClass() throws IOException {
    replace("lautum.json", "{", "{\"@class\": \"" + Gadget.class.getName() + "\", ");
    assertRejected("lautum.json is not the metadata of a model", "@class");
    assertThat(made).isFalse();
  }

  @Test
  void modelOfANewerProgramIsRejected() throws IOException {
    replace("lautum.json", "\"format\" : 1,", "\"format\" : 2, \"layers\" : [],");
    assertRejected(": lautum.json has format version 2, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"classes\" : 2147483647", "\"classes\" : 3", "\"classes\" : -1"})
  void networkOfAnotherSizeIsRejected(String classes) throws IOException {
    replace("lautum.json", "\"classes\" : 2", classes);
    assertRejected("lautum.json is not the metadata of a model");
  }

  @Test
  void imagesOfAnotherSizeAreRejected() throws IOException {
    replace("lautum.json", "\"height\" : 16", "\"height\" : 4000");
    assertRejected("lautum.json", "a fit to images of 1x4000x16");
    replace("lautum.json", "\"height\" : 16", "\"height\" : 4000");
    assertRejected("coefficients.bin", "expected 1x");
  }

  /** ND4J's own reader would allocate an array of this length. */
  @Test
  void declaredLengthBeyondTheEntryIsRejected() throws IOException {
    byte[] content = entries.get("coefficients.bin");
    ByteBuffer.wrap(content).putLong(18, Long.MAX_VALUE);
    assertRejected("the shape of a row vector", Long.toString(Long.MAX_VALUE));
  }

  @Test
  void decompressionBombIsRejected() throws IOException {
    entries.put("coefficients.bin", new byte[64 << 20]);
    assertRejected("coefficients.bin: offset ", "expected at most ", "found more");
  }

  @Test
  void otherEntriesAreRejected() throws IOException {
    entries.put("../../.bashrc", new byte[3]);
    assertRejected("expected each of the entries", "\"../../.bashrc\"");
  }

  @Test
  void missingWeightsAreRejected() throws IOException {
    byte[] content = entries.get("coefficients.bin");
    entries.put("coefficients.bin", Arrays.copyOf(content, content.length - 4));
    assertRejected("coefficients.bin", "expected 1x");
  }

  private void replace(String name, String old, String with) {
    String text = new String(entries.get(name), StandardCharsets.UTF_8);
    assertThat(text).contains(old);
    int at = text.indexOf(old);
    String changed = text.substring(0, at) + with + text.substring(at + old.length());
    entries.put(name, changed.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRejected(String... parts) throws IOException {
    zip();
    assertThatThrownBy(() -> TrainedModel.read(files, path()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path().toString())
        .hasMessageContainingAll(parts);
  }

  private void zip() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }

  private Path path() {
    return new Path(file.toUri());
  }
}
