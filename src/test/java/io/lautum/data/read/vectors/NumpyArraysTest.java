package io.lautum.data.read.vectors;

import static io.lautum.data.read.Reading.HADOOP;
import static io.lautum.data.read.vectors.VectorsReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.VectorsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays as programs in Python save them. */
class NumpyArraysTest {
  @TempDir Path folder;

  private static byte[] array(String type, String order, String shape, int... bytes) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(type, order, shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int value : bytes) {
      out.write(value);
    }
    return out.toByteArray();
  }

  private DatasetReader reader(Map<String, byte[]> arrays) throws IOException {
    Path file = folder.resolve("t.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : new TreeMap<>(arrays).entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return VectorsReaderTest.reader(file, true, VectorsConfig.DEFAULTS);
  }

  /** The values of a DataFrame of pandas often are in this order. */
  @Test
  void fortranOrderIsRead() throws IOException {
    DatasetReader table =
        reader(
            Map.of(
                "X", array("|i1", "True", "(2, 3)", 1, 4, 2, 5, 3, 6),
                "y", array("|b1", "True", "(2,)", 1, 0)));
    assertThat(rows(table, Split.TRAIN, 2))
        .containsExactly("t.npz#0 1 [1.0, 2.0, 3.0]", "t.npz#1 0 [4.0, 5.0, 6.0]");
  }

  /** Networks often give embeddings of 16 bits: 1, −2, 65504, the smallest and zero. */
  @Test
  void floatsOfTwoBytesAndLogicalValuesAreRead() throws IOException {
    int[] halves = {0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 0x80, 0x55, 0x35};
    DatasetReader table =
        reader(
            Map.of(
                "X", array("<f2", "False", "(2, 3)", halves),
                "y", array("|u1", "False", "(2,)", 0, 1)));
    assertThat(rows(table, Split.TRAIN, 1))
        .containsExactly(
            "t.npz#0 0 [1.0, -2.0, 65504.0]", "t.npz#1 1 [5.9604645E-8, -0.0, 0.33325195]");
    DatasetReader logical =
        reader(
            Map.of(
                "X", array("|b1", "False", "(2, 2)", 1, 0, 0, 1),
                "y", array("|u1", "False", "(2,)", 0, 1)));
    assertThat(rows(logical, Split.TRAIN, 1))
        .containsExactly("t.npz#0 0 [1.0, 0.0]", "t.npz#1 1 [0.0, 1.0]");
  }

  @Test
  void validationArraysServeAsTestSetIfThereIsNoOther() throws IOException {
    byte[] labels = array("|u1", "False", "(2,)", 0, 1);
    DatasetReader table =
        reader(
            Map.of(
                "X_train",
                array("|u1", "False", "(2, 1)", 1, 2),
                "Y_train",
                labels,
                "x_val",
                array("|u1", "False", "(2, 1)", 3, 4),
                "y_val",
                labels));
    assertThat(table.info(HADOOP).notes())
        .extracting(note -> note.text())
        .contains("the table of labels has validation rows as test set");
    assertThat(rows(table, Split.TEST, 1))
        .containsExactly("t.npz/val#0 0 [3.0]", "t.npz/val#1 1 [4.0]");
  }
}
