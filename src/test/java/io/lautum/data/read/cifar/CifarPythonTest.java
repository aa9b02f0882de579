package io.lautum.data.read.cifar;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Python versions of CIFAR. The resources are pickles of 25 images that Python 3 wrote with
 * numpy 2 in each protocol.
 */
class CifarPythonTest {
  private static final int IMAGES = 25;
  private static final List<String> TEN = CifarLayout.CIFAR10.names();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void readsEveryProtocol(int protocol) throws Exception {
    ten(folder.resolve("cifar-10-batches-py"), protocol);

    DatasetReader reader = CifarReader.cifar10(folder.toString(), List.of());
    assertThat(reader.info(HADOOP).classes()).isEqualTo(TEN);
    for (int slices : new int[] {1, 7}) {
      List<Example> train = Reading.all(Reading.sent(reader), Split.TRAIN, slices);
      assertThat(train).hasSize(5 * IMAGES);
      for (Example example : train) {
        int row = (int) example.id() % IMAGES;
        assertThat(example.label()).isEqualTo(row % 10);
        assertThat(example.pixels()).isEqualTo(pixels(row));
      }
    }
    assertThat(Reading.all(reader, Split.TEST, 2)).hasSize(IMAGES);
  }

  @Test
  void archiveReadsLikeItsFolder() throws Exception {
    Path unpacked = folder.resolve("unpacked");
    ten(unpacked, 2);
    TarFixture tar = new TarFixture();
    // The published archive has the test batch before some training batches.
    for (String name :
        List.of(
            "data_batch_4",
            "readme.html",
            "test_batch",
            "data_batch_3",
            "batches.meta",
            "data_batch_2",
            "data_batch_5",
            "data_batch_1")) {
      Path file = unpacked.resolve(name);
      byte[] content = Files.exists(file) ? gunzip(file) : new byte[9];
      tar.add("cifar-10-batches-py/" + name, content);
    }
    Path archive = folder.resolve("data/cifar-10-python.tar.gz");
    Files.createDirectories(archive.getParent());
    tar.write(archive);

    List<String> expected =
        Reading.text(
            Reading.all(CifarReader.cifar10(unpacked.toString(), List.of()), Split.TRAIN, 1));
    for (Path path : List.of(archive, archive.getParent())) {
      DatasetReader reader = CifarReader.cifar10(path.toString(), List.of());
      reader.info(HADOOP);
      assertThat(Reading.text(Reading.all(Reading.sent(reader), Split.TRAIN, 3)))
          .isEqualTo(expected);
    }
  }

  @Test
  void python2WritesBytesAsStrings() throws IOException {
    hundred(folder.resolve("cifar-100-python"), "\u0001");

    DatasetReader fine = CifarReader.cifar100(folder.toString(), false, List.of());
    assertThat(fine.info(HADOOP).classes()).hasSize(100).contains("fine 99");
    assertThat(Reading.all(fine, Split.TRAIN, 3)).extracting(Example::label).startsWith(0, 1, 2);
    DatasetReader coarse = CifarReader.cifar100(folder.toString(), true, List.of());
    assertThat(coarse.info(HADOOP).classes()).hasSize(20).contains("coarse 19");
    assertThat(Reading.all(coarse, Split.TRAIN, 1))
        .extracting(Example::label)
        .startsWith(0, 0, 0, 0, 0, 1);
  }

  @Test
  void arraysOfAnotherShapeAreRejected() throws IOException {
    hundred(folder, "\u0002");

    assertThatThrownBy(() -> CifarReader.cifar100(folder.toString(), false, List.of()).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("train: expected an array \"data\"", "100 x 3072", "[200, 3072]");
  }

  @Test
  void filesOfAnotherProgramAreRejectedWithTheCallable() throws IOException {
    ten(folder, 2);
    Files.writeString(folder.resolve("data_batch_3"), "cos\nsystem\n(S'touch x'\ntR.");

    assertThatThrownBy(() -> CifarReader.cifar10(folder.toString(), List.of()).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data_batch_3: offset 0", "os.system, which is not run");
  }

  private static byte[] pixels(int row) {
    byte[] pixels = new byte[3072];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 256 * 21 + row * 10);
    }
    return pixels;
  }

  private static void ten(Path folder, int protocol) throws IOException {
    Files.createDirectories(folder);
    for (String name :
        List.of(
            "data_batch_1",
            "data_batch_2",
            "data_batch_3",
            "data_batch_4",
            "data_batch_5",
            "test_batch")) {
      try (InputStream batch =
          CifarPythonTest.class.getResourceAsStream("cifar10-protocol-%d.gz".formatted(protocol))) {
        Files.write(folder.resolve(name), batch.readAllBytes());
      }
    }
    StringBuilder meta = new StringBuilder("(dS'label_names'\n(l");
    TEN.forEach(name -> meta.append("S'").append(name).append("'\na"));
    Files.writeString(folder.resolve("batches.meta"), meta + "s.");
  }

  private static byte[] gunzip(Path file) throws IOException {
    try (BinaryFile content =
        BinaryFile.open(HADOOP, new org.apache.hadoop.fs.Path(file.toUri()))) {
      return content.readUpTo(1 << 20);
    }
  }

  /** Writes 100 training and test images as Python 2 does, with a factor for the number of rows. */
  private static void hundred(Path folder, String factor) throws IOException {
    Files.createDirectories(folder);
    StringBuilder meta = new StringBuilder("\u0080\u0002}(U\u0010fine_label_names](");
    IntStream.range(0, 100).forEach(i -> meta.append(string("fine " + i)));
    meta.append("eU\u0012coarse_label_names](");
    IntStream.range(0, 20).forEach(i -> meta.append(string("coarse " + i)));
    write(folder.resolve("meta"), meta + "eu.");
    StringBuilder batch = new StringBuilder("\u0080\u0002}(U\u000bfine_labels](");
    IntStream.range(0, 100).forEach(i -> batch.append("K").append((char) i));
    batch.append("eU\rcoarse_labels](");
    IntStream.range(0, 100).forEach(i -> batch.append("K").append((char) (i / 5)));
    batch
        .append(
            "eU\u0004datacnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\u0001b")
        .append("\u0087R(K\u0001K")
        .append((char) (100 * factor.charAt(0)))
        .append("M\0\u000c\u0086cnumpy\ndtype\nU\u0002u1K\0K\u0001\u0087R(K\u0003U\u0001|NNNJ")
        .append("\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089T");
    int bytes = 100 * 3072;
    for (int shift = 0; shift < 32; shift += 8) {
      batch.append((char) (bytes >> shift & 0xff));
    }
    batch.append("p".repeat(bytes)).append("tbu.");
    write(folder.resolve("train"), batch.toString());
    write(folder.resolve("test"), batch.toString());
  }

  private static String string(String text) {
    return "U" + (char) text.length() + text;
  }

  private static void write(Path file, String latin) throws IOException {
    Files.write(file, latin.getBytes(StandardCharsets.ISO_8859_1));
  }
}
