package io.lautum.data.read.idx;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.file.FolderLists;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets in the IDX format that differ from MNIST in names, folders, types or dimensions. */
class IdxRelativesTest {
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;
  private static final byte[] STORED = {0, 1, 2, 3, 4, 5};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', %s-images-idx3-ubyte, %s-labels-idx1-ubyte",
    "'', %s-images.idx3-ubyte, %s-labels.idx1-ubyte",
    "raw, %s-images-idx3-ubyte, %s-labels-idx1-ubyte",
    "MNIST/raw, %s-images-idx3-ubyte, %s-labels-idx1-ubyte",
    "KMNIST, %s-images-idx3-ubyte.gz, %s-labels-idx1-ubyte.gz",
    "'', %s-images-idx3-ubyte/%s-images-idx3-ubyte, %s-labels-idx1-ubyte/%s-labels-idx1-ubyte"
  })
  void findsTheFilesUnderEverySpelling(String below, String images, String labels)
      throws IOException {
    for (String set : List.of("train", "t10k")) {
      write(below + "/" + images.replace("%s", set), images(0x803, 2, ROWS, COLUMNS));
      write(below + "/" + labels.replace("%s", set), labels(0, 1));
    }

    DatasetReader reader = new IdxReader(folder.toString(), List.of());
    assertThat(reader.info(HADOOP))
        .isEqualTo(new DatasetInfo(new ImageShape(1, ROWS, COLUMNS), List.of("0", "1")));
    assertThat(Reading.all(reader, Split.TEST, 2)).extracting(Example::label).containsExactly(0, 1);
  }

  @Test
  void emnistLettersAreTransposedAndCountFromOne() throws IOException {
    int[] all = IntStream.rangeClosed(1, 26).toArray();
    dataset("emnist-letters-train", "emnist-letters-test", all);

    DatasetReader reader = new IdxReader(folder.toString(), List.of());
    DatasetInfo info = reader.info(HADOOP);
    assertThat(info.classes()).hasSize(26).startsWith("A", "B").endsWith("Z");
    assertThat(info.shape()).isEqualTo(new ImageShape(1, COLUMNS, ROWS));
    assertThat(info.notes())
        .extracting(DatasetNote::text)
        .containsExactly(
            "files named emnist-letters: rows and columns of each image are exchanged, and labels"
                + " count from 1");
    Example first = Reading.all(Reading.sent(reader), Split.TRAIN, 3).get(0);
    assertThat(first.label()).isZero();
    assertThat(first.pixels()).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @ParameterizedTest
  @CsvSource({"byclass, 62", "bymerge, 47", "balanced, 47", "digits, 10", "mnist, 10"})
  void emnistHasTheClassesOfItsName(String variant, int classes) throws IOException {
    int[] all = IntStream.range(0, classes).toArray();
    dataset("emnist-" + variant + "-train", "emnist-" + variant + "-test", all);

    DatasetInfo info = new IdxReader(folder.toString(), List.of()).info(HADOOP);
    assertThat(info.classes()).hasSize(classes).startsWith("0", "1").doesNotHaveDuplicates();
    assertThat(info.notes()).hasSize(1);
  }

  @Test
  void oneOfSeveralDatasetsIsChosenByThePath() throws IOException {
    dataset("emnist-digits-train", "emnist-digits-test", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    dataset("train", "t10k", 0, 1, 2);

    fails(folder.toString(), "the files of one dataset", "emnist-digits", "set path to one");
    assertThat(new IdxReader(folder + "/emnist-digits", List.of()).info(HADOOP).classes())
        .hasSize(10);
    fails(folder + "/emnist-letters", "names start with emnist-letters", "emnist-digits");
  }

  /** EMNIST is published as gzip.zip, whose folder gzip has six datasets of gzipped files. */
  @Test
  void datasetOfAnArchiveIsChosenByThePath() throws IOException {
    dataset("emnist-digits-train", "emnist-digits-test", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    dataset("emnist-mnist-train", "emnist-mnist-test", 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    List<Example> expected =
        Reading.all(new IdxReader(folder + "/emnist-digits", List.of()), Split.TRAIN, 1);
    Path zip = folder.resolve("zipped/gzip.zip");
    Files.createDirectories(zip.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        DirectoryStream<Path> files = Files.newDirectoryStream(folder, "emnist-*")) {
      for (Path file : files) {
        out.putNextEntry(new ZipEntry("gzip/" + file.getFileName() + ".gz"));
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        gzip.write(Files.readAllBytes(file));
        gzip.finish();
      }
    }

    fails(zip.toString(), "the files of one dataset", "such as " + zip + "/emnist-digits");
    fails(zip + "/emnist-letters", "names start with emnist-letters, found those of emnist-digits");
    for (String path : List.of(zip + "/emnist-digits", zip.getParent() + "/emnist-digits")) {
      DatasetReader reader = new IdxReader(path, List.of());
      assertThat(reader.info(HADOOP).classes()).hasSize(10);
      assertThat(Reading.all(Reading.sent(reader), Split.TRAIN, 3))
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(expected);
      assertThat(
              DatasetFormats.recognised(
                  new FolderLists(HADOOP), new org.apache.hadoop.fs.Path(path)))
          .contains("idx");
    }
  }

  @Test
  void qmnistLabelsAreTheFirstOfEightColumns() throws IOException {
    for (String set : List.of("qmnist-train", "qmnist-test")) {
      write(set + "-images-idx3-ubyte", images(0x803, 2, ROWS, COLUMNS));
      ByteBuffer labels = ByteBuffer.allocate(12 + 2 * 32).putInt(0xc02).putInt(2).putInt(8);
      labels.putInt(12, 1).putInt(16, 77).putInt(44, 0);
      write(set + "-labels-idx2-int", labels.array());
    }

    DatasetReader reader = new IdxReader(folder.toString(), List.of());
    assertThat(reader.info(HADOOP).classes()).containsExactly("0", "1");
    assertThat(Reading.all(reader, Split.TRAIN, 2))
        .extracting(Example::label)
        .containsExactly(1, 0);
  }

  @Test
  void colourChannelsLastAreReadChannelByChannel() throws IOException {
    colour(images(0x804, 2, 1, 2, 3));

    DatasetReader reader = new IdxReader(folder.toString(), List.of());
    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 1, 2));
    assertThat(Reading.all(reader, Split.TRAIN, 2).get(0).pixels())
        .containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void colourChannelsFirstStayAsTheyAre() throws IOException {
    colour(images(0x804, 2, 3, 1, 2));

    DatasetReader reader = new IdxReader(folder.toString(), List.of());
    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 1, 2));
    assertThat(Reading.all(reader, Split.TEST, 1).get(0).pixels()).containsExactly(STORED);
  }

  @Test
  void floatsAreRejectedWithTypeAndDimensions() throws IOException {
    colour(images(0xd03, 2, ROWS, COLUMNS));

    fails(
        folder.toString(),
        "train-images-idx3-ubyte: offset 0",
        "unsigned bytes in 3 dimensions",
        "found 32-bit floats (type 0x0d) in 3 dimensions, [2, 2, 3]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void otherDimensionsAreRejected(int dimensions) throws IOException {
    colour(images(0x800 + dimensions, new int[] {2, 5, 5, 2}));

    fails(folder.toString(), "unsigned bytes in 3 dimensions", "in %d dim".formatted(dimensions));
  }

  @Test
  void messageNamesWhatTheFolderHas() throws IOException {
    write("cats.png", new byte[1]);
    write("more/dog.png", new byte[1]);

    fails(folder.toString(), "train-images-idx3-ubyte", "found cats.png, more/");
  }

  private void colour(byte[] images) throws IOException {
    for (String set : List.of("train", "t10k")) {
      write(set + "-images-idx3-ubyte", images);
      write(set + "-labels-idx1-ubyte", labels(0, 1));
    }
  }

  private void dataset(String train, String test, int... labels) throws IOException {
    for (String set : List.of(train, test)) {
      write(set + "-images-idx3-ubyte", images(0x803, labels.length, ROWS, COLUMNS));
      write(set + "-labels-idx1-ubyte", labels(labels));
    }
  }

  /** Returns an IDX file whose items are {@link #STORED}, or as much of it as fits. */
  private static byte[] images(int magic, int... sizes) {
    int dimensions = magic & 0xff;
    int values = IntStream.of(sizes).limit(dimensions).reduce(1, (a, b) -> a * b);
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions + values * (magic >> 8 == 8 ? 1 : 4));
    file.putInt(magic);
    IntStream.of(sizes).limit(dimensions).forEach(file::putInt);
    for (int i = 0; i < values && magic >> 8 == 8; i++) {
      file.put(STORED[i % STORED.length]);
    }
    return file.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    IntStream.of(labels).forEach(label -> file.put((byte) label));
    return file.array();
  }

  private void fails(String path, String... parts) {
    assertThatThrownBy(() -> new IdxReader(path, List.of()).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name.startsWith("/") ? name.substring(1) : name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
