package io.lautum.data.read.npz;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest {
  private static final int ROWS = 4;

  @TempDir Path folder;

  private final Map<String, byte[]> arrays = new TreeMap<>();

  @BeforeEach
  void colourDataset() {
    arrays.put("train_images", npy(1, "|u1", false, "(4, 1, 2, 3)", counting(24)));
    arrays.put("train_labels", npy(1, "|u1", false, "(4, 1)", new byte[] {1, 0, 2, 1}));
    arrays.put("val_images", npy(1, "|u1", false, "(1, 1, 2, 3)", counting(6)));
    arrays.put("val_labels", npy(1, "|u1", false, "(1, 1)", new byte[1]));
    arrays.put("test_images", npy(1, "|u1", false, "(1, 1, 2, 3)", counting(6)));
    arrays.put("test_labels", npy(1, "|u1", false, "(1, 1)", new byte[] {2}));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsColourFromStoredAndDeflatedEntries(boolean stored) throws Exception {
    DatasetReader reader = reader(write(stored));

    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 1, 2));
    assertThat(reader.info(HADOOP).classes()).containsExactly("0", "1", "2");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .containsExactly("val_images are not used; test_images serve as test set");
    for (int slices : new int[] {1, 3, 9}) {
      List<Example> train = Reading.all(Reading.sent(reader), Split.TRAIN, slices);
      assertThat(train).extracting(Example::id).containsExactly(0L, 1L, 2L, 3L);
      assertThat(train).extracting(Example::label).containsExactly(1, 0, 2, 1);
      assertThat(train.get(1).pixels()).containsExactly(6, 9, 7, 10, 8, 11);
    }
    assertThat(Reading.all(reader, Split.TEST, 1)).extracting(Example::label).containsExactly(2);
  }

  @Test
  void validationServesAsTestIfThereIsNone() throws IOException {
    arrays.remove("test_images");
    arrays.remove("test_labels");
    DatasetReader reader = reader(write(false));

    assertThat(reader.info(HADOOP).notes().get(0).text()).contains("val_images serve as test set");
    assertThat(Reading.all(reader, Split.TEST, 1)).extracting(Example::label).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "X_train, y_train, X_test, y_test",
    "trainX, trainY, testX, testY",
    "train_data, train_labels, test_data, test_labels",
    "x_train, y_train, x_valid, y_valid",
    "images_training, targets_training, images_val, targets_val"
  })
  void namesMayHaveOtherOrderAndCase(String x, String y, String testX, String testY)
      throws IOException {
    List<String> expected = Reading.text(Reading.all(reader(write(false)), Split.TRAIN, 1));
    for (String[] pair :
        new String[][] {
          {"train_images", x}, {"train_labels", y}, {"test_images", testX}, {"test_labels", testY}
        }) {
      arrays.put(pair[1], arrays.get(pair[0]));
    }
    arrays.keySet().retainAll(List.of(x, y, testX, testY));
    DatasetReader reader = reader(write(false));

    assertThat(Reading.text(Reading.all(reader, Split.TRAIN, 1))).isEqualTo(expected);
    assertThat(Reading.all(reader, Split.TEST, 1)).extracting(Example::label).containsExactly(2);
  }

  @ParameterizedTest
  @CsvSource({"|O, type O (Python objects)", "<U3, type U3 (texts or records)"})
  void labelsThatAreNoNumbersAreNamed(String type, String found) throws IOException {
    arrays.put("train_labels", npy(1, type, false, "(4,)", new byte[48]));
    DatasetReader reader = reader(write(false));
    assertThatThrownBy(() -> reader.info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an array of numbers, found " + found);
  }

  @ParameterizedTest
  @CsvSource({"1, <i8", "2, >i4", "3, <u2", "1, >i2", "2, |i1", "1, >u8"})
  void labelsHaveAnyVersionTypeAndByteOrder(int version, String type) throws IOException {
    int size = type.charAt(2) - '0';
    ByteBuffer labels = ByteBuffer.allocate(ROWS * size);
    for (int i = 0; i < ROWS; i++) {
      labels.put(type.charAt(0) == '>' ? (i + 1) * size - 1 : i * size, (byte) (i % 3));
    }
    arrays.put("train_labels", npy(version, type, false, "(4,)", labels.array()));

    assertThat(Reading.all(reader(write(false)), Split.TRAIN, 2))
        .extracting(Example::label)
        .containsExactly(0, 1, 2, 0);
  }

  @Test
  void fortranOrderIsTransposed() throws IOException {
    byte[] stored = new byte[24];
    for (int i = 0; i < 24; i++) {
      int row = i / 6;
      int column = i / 3 % 2;
      int channel = i % 3;
      stored[row + ROWS * (column + 2 * channel)] = (byte) i;
    }
    List<String> expected = Reading.text(Reading.all(reader(write(false)), Split.TRAIN, 1));
    arrays.put("train_images", npy(1, "|u1", true, "(4, 1, 2, 3)", stored));

    for (int slices : new int[] {1, 3}) {
      assertThat(Reading.text(Reading.all(reader(write(true)), Split.TRAIN, slices)))
          .isEqualTo(expected);
    }
  }

  @Test
  void kerasNamesAndGreyImagesAreRead() throws IOException {
    arrays.clear();
    arrays.put("x_train", npy(1, "|u1", false, "(2, 2, 2)", counting(8)));
    arrays.put("y_train", npy(1, "|u1", false, "(2,)", new byte[] {0, 1}));
    arrays.put("x_test", npy(1, "|u1", false, "(1, 2, 2)", counting(4)));
    arrays.put("y_test", npy(1, "|u1", false, "(1,)", new byte[1]));
    write(false);

    DatasetReader reader = new NpzReader(folder.toString(), List.of("a", "b"));
    assertThat(reader.info(HADOOP))
        .isEqualTo(new DatasetInfo(new ImageShape(1, 2, 2), List.of("a", "b")));
    assertThat(Reading.all(reader, Split.TRAIN, 1).get(1).pixels()).containsExactly(4, 5, 6, 7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|u1; (4, 1, 2, 30000000); 'bytes for the shape [4, 1, 2, 30000000]'",
        "|u1; (2147483647, 2147483647, 2147483647, 3); a shape that the file can hold",
        "|u1; (99999999999, 1); sizes of at most 2147483647",
        "<f4; (1, 1, 2, 3); 'unsigned bytes (u1)'",
        "|u1; (4, 2, 3, 1, 1); 'found u1 [4, 2, 3, 1, 1]'",
        "|u1; (24,); 'found u1 [24]'",
        "|u1; (2, 2, 2, 3); 'expected 4 images, one per label, found 2'"
      })
  void headersThatDoNotFitAreRejected(String type, String shape, String message)
      throws IOException {
    arrays.put("train_images", npy(1, type, false, shape, counting(24)));

    fails(write(false), "train_images", message);
  }

  @Test
  void headerLengthIsBounded() throws IOException {
    byte[] lie = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127};
    arrays.put("train_images", lie);

    fails(write(false), "train_images", "at most 65536 bytes", "2147483647");
  }

  @Test
  void severalLabelsPerImageAreRejected() throws IOException {
    arrays.put("train_labels", npy(1, "|u1", false, "(4, 2)", new byte[8]));

    fails(write(false), "one whole number per image", "u1 [4, 2]", "several labels per image");
  }

  @Test
  void missingArrayIsNamedWithThoseThatExist() throws IOException {
    arrays.remove("test_labels");

    fails(write(false), "test_labels", "found", "train_images, train_labels");
  }

  @Test
  void expansionOfTheArchiveIsBounded() throws IOException {
    arrays.put("bomb", new byte[100 << 20]);

    fails(write(false), "expected contents of at most", "found more");
  }

  @Test
  void truncatedArchiveIsRejected() throws IOException {
    Path file = write(false);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 30));

    fails(file, "the directory of a zip archive", "incomplete");
  }

  private static DatasetReader reader(Path file) {
    return new NpzReader(file.toString(), List.of());
  }

  private static void fails(Path file, String... parts) {
    assertThatThrownBy(() -> reader(file).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private static byte[] counting(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] npy(int version, String type, boolean fortran, String shape, byte[] data) {
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(type, fortran ? "True" : "False", shape);
    int start = version == 1 ? 10 : 12;
    byte[] header =
        (text + " ".repeat(79 - start - text.length() % 64) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(start + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) header.length);
    } else {
      file.putInt(header.length);
    }
    return file.put(header).put(data).array();
  }

  private Path write(boolean stored) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        if (stored) {
          CRC32 sum = new CRC32();
          sum.update(array.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(array.getValue().length);
          entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return Files.write(folder.resolve("set.npz"), bytes.toByteArray());
  }
}
