package io.lautum.data.read.idx;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;
  private static final List<String> CLASSES = List.of("a", "b", "c");

  @TempDir Path folder;

  private final byte[] trainLabels = {0, 1, 2, 1, 0, 2, 2};

  @BeforeEach
  void writeDataset() throws IOException {
    write("train-images-idx3-ubyte", images(7));
    write("train-labels-idx1-ubyte", labels(trainLabels));
    write("t10k-images-idx3-ubyte", images(3));
    write("t10k-labels-idx1-ubyte", labels(new byte[] {2, 2, 1}));
  }

  @Test
  void infoHasShapeAndClasses() throws IOException {
    assertThat(reader().info(HADOOP))
        .isEqualTo(new DatasetInfo(new ImageShape(1, ROWS, COLUMNS), CLASSES));
  }

  @Test
  void classesAreTenDigitsByDefault() throws IOException {
    write("train-images-idx3-ubyte", images(10));
    write("train-labels-idx1-ubyte", labels(new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}));

    assertThat(new IdxReader(folder.toString(), List.of()).info(HADOOP).classes())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20})
  void slicesPartitionTheSubset(int slices) throws IOException {
    List<Example> examples = Reading.all(reader(), Split.TRAIN, slices);

    assertThat(examples).extracting(Example::id).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(examples).extracting(Example::label).containsExactly(0, 1, 2, 1, 0, 2, 2);
    assertThat(examples)
        .extracting(e -> e.pixels()[4] & 0xff)
        .containsExactly(
            pixel(0, 4),
            pixel(1, 4),
            pixel(2, 4),
            pixel(3, 4),
            pixel(4, 4),
            pixel(5, 4),
            pixel(6, 4));
  }

  @Test
  void gzipAndDottedNamesReadTheSame() throws Exception {
    List<String> plain = Reading.text(Reading.all(reader(), Split.TEST, 2));
    gzip("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte.gz");
    gzip("t10k-labels-idx1-ubyte", "t10k-labels-idx1-ubyte.gz");
    gzip("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");
    Files.move(
        folder.resolve("train-labels-idx1-ubyte"), folder.resolve("train-labels.idx1-ubyte"));

    assertThat(reader().info(HADOOP).shape()).isEqualTo(new ImageShape(1, ROWS, COLUMNS));
    assertThat(Reading.text(Reading.all(Reading.sent(reader()), Split.TEST, 2))).isEqualTo(plain);
    assertThat(Reading.all(reader(), Split.TRAIN, 3)).hasSize(7);
  }

  @Test
  void sliceOutOfRangeIsAnIllegalArgument() {
    assertThatThrownBy(() -> reader().read(HADOOP, Split.TRAIN, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slice 2 of 2");
  }

  @Test
  void duplicateClassIsRejected() {
    assertThatThrownBy(() -> new IdxReader("unused", List.of("a", "b", "a")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("\"a\" twice");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));

    infoFails(folder.toString(), "train-labels-idx1-ubyte", "found none");
  }

  @Test
  void wrongMagicNumberIsRejected() throws IOException {
    write("train-images-idx3-ubyte", labels(trainLabels));

    infoFails("train-images-idx3-ubyte: offset 0", "0x00000803", "0x00000801");
  }

  @Test
  void truncatedHeaderIsRejected() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(7), 10));

    infoFails("train-images-idx3-ubyte: offset 8", "the number of rows", "after 2");
  }

  @Test
  void truncatedImagesAreRejected() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(7), 50));

    infoFails("train-images-idx3-ubyte", "expected 58 bytes", "found 50");
  }

  @Test
  void truncatedContentOfAnIntactGzipIsRejected() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(7), 50));
    gzip("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");

    readFails("train-images-idx3-ubyte.gz: offset 46", "image 5", "after 4");
  }

  @Test
  void trailingBytesAreRejected() throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(7), 59));

    infoFails("train-images-idx3-ubyte", "expected 58 bytes", "found 59");
    gzip("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");
    readFails("train-images-idx3-ubyte.gz: offset 58", "trailing bytes");
  }

  @Test
  void trailingLabelsInGzipAreRejected() throws IOException {
    write("train-labels-idx1-ubyte", Arrays.copyOf(labels(trainLabels), 16));
    gzip("train-labels-idx1-ubyte", "train-labels-idx1-ubyte.gz");

    infoFails("train-labels-idx1-ubyte.gz: offset 15", "trailing bytes");
  }

  @Test
  void contentDecidesOnCompressionAndNotTheName() throws IOException {
    List<String> plain = Reading.text(Reading.all(reader(), Split.TRAIN, 2));
    Files.move(
        folder.resolve("train-images-idx3-ubyte"), folder.resolve("train-images-idx3-ubyte.gz"));
    byte[] packed = gzip("train-labels-idx1-ubyte", "labels");
    Files.move(folder.resolve("labels"), folder.resolve("train-labels-idx1-ubyte"));

    assertThat(packed).startsWith(0x1f, 0x8b);
    assertThat(Reading.text(Reading.all(reader(), Split.TRAIN, 2))).isEqualTo(plain);
  }

  @Test
  void truncatedGzipIsRejected() throws IOException {
    byte[] packed = gzip("train-labels-idx1-ubyte", "train-labels-idx1-ubyte.gz");
    write("train-labels-idx1-ubyte.gz", Arrays.copyOf(packed, packed.length - 6));

    infoFails("train-labels-idx1-ubyte.gz", "expected intact compressed data");
  }

  @Test
  void corruptGzipChecksumIsDetected() throws IOException {
    byte[] packed = gzip("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");
    packed[packed.length - 8] ^= 1;
    write("train-images-idx3-ubyte.gz", packed);

    readFails("train-images-idx3-ubyte.gz", "expected intact compressed data");
  }

  @Test
  void labelOutOfRangeIsRejected() throws IOException {
    write("train-labels-idx1-ubyte", labels(new byte[] {0, 1, 2, 3, 0, 1, 2}));

    infoFails("train-labels-idx1-ubyte: offset 11", "from 0 to 2", "found 3");
    readFails("train-labels-idx1-ubyte: offset 11", "from 0 to 2", "found 3");
  }

  @Test
  void moreImagesThanLabelsAreRejected() throws IOException {
    write("train-labels-idx1-ubyte", labels(new byte[] {0, 1, 2}));

    infoFails("train-labels-idx1-ubyte: offset 4", "expected 7 labels", "found 3");
  }

  @Test
  void filesWithoutImagesAreRejected() throws IOException {
    write("t10k-images-idx3-ubyte", images(0));

    infoFails("t10k-images-idx3-ubyte: offset 4", "at least 1", "found 0");
  }

  @Test
  void impossibleImageSizeIsRejected() throws IOException {
    write(
        "train-images-idx3-ubyte",
        ByteBuffer.allocate(16).putInt(0x803).putInt(7).putInt(1 << 20).putInt(1 << 20).array());

    infoFails("train-images-idx3-ubyte: offset 8", "1048576 and 1048576");
  }

  @Test
  void testImagesOfAnotherSizeAreRejected() throws IOException {
    byte[] images = images(3);
    ByteBuffer.wrap(images).putInt(8, COLUMNS).putInt(12, ROWS);
    write("t10k-images-idx3-ubyte", images);

    infoFails("1x2x3", "1x3x2");
  }

  @Test
  void classWithoutTrainingExampleIsRejected() throws IOException {
    write("train-labels-idx1-ubyte", labels(new byte[] {0, 2, 2, 2, 0, 0, 2}));

    infoFails("train-labels-idx1-ubyte", "class 1 (b)", "found none");
  }

  private IdxReader reader() {
    return new IdxReader(folder.toString(), CLASSES);
  }

  private void infoFails(String... parts) {
    assertThatThrownBy(() -> reader().info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private void readFails(String... parts) {
    assertThatThrownBy(() -> Reading.all(reader(), Split.TRAIN, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private static int pixel(int row, int offset) {
    return (200 + row * ROWS * COLUMNS + offset) & 0xff;
  }

  private static byte[] images(int count) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * ROWS * COLUMNS);
    file.putInt(0x803).putInt(count).putInt(ROWS).putInt(COLUMNS);
    for (int i = 0; i < count * ROWS * COLUMNS; i++) {
      file.put((byte) pixel(0, i));
    }
    return file.array();
  }

  private static byte[] labels(byte[] labels) {
    return ByteBuffer.allocate(8 + labels.length)
        .putInt(0x801)
        .putInt(labels.length)
        .put(labels)
        .array();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  /** Replaces a file by its compressed form, whose bytes are returned. */
  private byte[] gzip(String from, String to) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(to)))) {
      Files.copy(folder.resolve(from), out);
    }
    Files.delete(folder.resolve(from));
    return Files.readAllBytes(folder.resolve(to));
  }
}
