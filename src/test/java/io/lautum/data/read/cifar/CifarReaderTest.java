package io.lautum.data.read.cifar;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CifarReaderTest {
  /** Indices of butterfly, orange and tractor in CIFAR-100. */
  private static final int BUTTERFLY = 14;

  private static final int ORANGE = 53;
  private static final int TRACTOR = 89;

  @TempDir Path root;
  private Path ten;
  private Path hundred;

  @BeforeEach
  void writeDatasets() throws IOException {
    ten = Files.createDirectory(root.resolve("cifar-10-batches-bin"));
    for (int batch = 0; batch < 5; batch++) {
      write(ten, "data_batch_%d.bin".formatted(batch + 1), records(1, 2 * batch, 2 * batch + 1));
    }
    write(ten, "test_batch.bin", records(1, 9, 0, 3));
    hundred = Files.createDirectory(root.resolve("cifar-100-binary"));
    write(hundred, "train.bin", records(2, BUTTERFLY, 0, TRACTOR, ORANGE, 99, ORANGE));
    write(hundred, "test.bin", records(2, TRACTOR, ORANGE));
  }

  @Test
  void cifar10HasItsPublishedClasses() throws IOException {
    DatasetInfo info = CifarReader.cifar10(ten.toString(), List.of()).info(HADOOP);

    assertThat(info.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(info.classes())
        .containsExactly(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck");
  }

  @Test
  void cifar100HasItsPublishedClasses() {
    List<String> names = CifarLayout.CIFAR100.names();

    assertThat(names).hasSize(100).isSorted().doesNotHaveDuplicates();
    assertThat(names.get(BUTTERFLY)).isEqualTo("butterfly");
    assertThat(names.get(ORANGE)).isEqualTo("orange");
    assertThat(names.get(TRACTOR)).isEqualTo("tractor");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 12})
  void slicesPartitionTheFilesOfCifar10(int slices) throws Exception {
    DatasetReader reader = Reading.sent(CifarReader.cifar10(ten.toString(), List.of()));

    List<Example> examples = Reading.all(reader, Split.TRAIN, slices);

    assertThat(examples).extracting(Example::id).containsExactly(longs(10));
    assertThat(examples).extracting(Example::label).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    for (Example example : examples) {
      assertThat(example.pixels()).isEqualTo(pixels(example.label()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void chosenClassesOfCifar100AreRelabelledInTheGivenOrder(int slices) throws Exception {
    // Uses the parent folder, and an order that differs from the file's.
    DatasetReader reader =
        CifarReader.cifar100(root.toString(), false, List.of("tractor", "butterfly", "orange"));

    assertThat(reader.info(HADOOP).classes()).containsExactly("tractor", "butterfly", "orange");
    List<Example> train = Reading.all(reader, Split.TRAIN, slices);
    assertThat(train).extracting(Example::id).containsExactly(0L, 1L, 2L, 3L);
    assertThat(train).extracting(Example::label).containsExactly(1, 0, 2, 2);
    assertThat(train.get(1).pixels()).isEqualTo(pixels(TRACTOR));
    assertThat(Reading.all(reader, Split.TEST, slices))
        .extracting(Example::label)
        .containsExactly(0, 2);
  }

  @Test
  void namesAreReadFromTheFileNextToTheRecords() throws IOException {
    Files.writeString(
        ten.resolve("batches.meta.txt"), "k0\nk1\nk2\nk3\nk4\nk5\nk6\nk7\nk8\nk9\n\n");

    assertThat(CifarReader.cifar10(ten.toString(), List.of("k9", "k0")).info(HADOOP).classes())
        .containsExactly("k9", "k0");
  }

  @Test
  void tooFewNamesAreRejected() throws IOException {
    Files.writeString(ten.resolve("batches.meta.txt"), "k0\nk1\n");

    infoFails("batches.meta.txt", "expected 10", "found 2");
  }

  @Test
  void unknownClassIsRejectedWithTheNearest() {
    assertThatThrownBy(
            () -> CifarReader.cifar100(root.toString(), false, List.of("buterfly")).info(HADOOP))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "no class \"buterfly\"", "nearest is \"butterfly\"", "willow_tree");
  }

  @Test
  void classWithoutTrainingExampleIsRejected() {
    assertThatThrownBy(
            () -> CifarReader.cifar100(root.toString(), false, List.of("bear")).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("cifar-100-binary", "\"bear\"", "found none");
  }

  @Test
  void missingFolderIsNamed() throws IOException {
    Files.delete(ten.resolve("data_batch_1.bin"));

    infoFails("expected data_batch_1.bin or cifar-10-batches-bin/data_batch_1.bin");
  }

  @Test
  void missingBatchIsNamed() throws IOException {
    Files.delete(ten.resolve("data_batch_4.bin"));

    infoFails("data_batch_4.bin", "expected a file, found none");
  }

  @Test
  void truncatedRecordIsRejected() throws IOException {
    write(ten, "data_batch_3.bin", Arrays.copyOf(records(1, 4, 5), 2 * 3073 - 1));

    infoFails("data_batch_3.bin", "records of 3073 bytes", "found 6145 bytes, 3072 past record 1");
  }

  @Test
  void trailingBytesAreRejected() throws IOException {
    write(ten, "test_batch.bin", Arrays.copyOf(records(1, 4), 3074));

    infoFails("test_batch.bin", "found 3074 bytes, 1 past record 1");
  }

  @Test
  void emptyFileIsRejected() throws IOException {
    write(ten, "test_batch.bin", new byte[0]);

    infoFails("test_batch.bin", "expected one or more records", "found 0 bytes");
  }

  @Test
  void labelOutOfRangeIsRejected() throws IOException {
    write(ten, "data_batch_2.bin", records(1, 3, 10));

    infoFails("data_batch_2.bin: offset 3073", "from 0 to 9", "found 10");
  }

  @Test
  void coarseLabelOutOfRangeIsRejected() throws IOException {
    byte[] records = records(2, 1, 2);
    records[3074] = 20;
    write(hundred, "test.bin", records);

    assertThatThrownBy(
            () ->
                Reading.all(
                    CifarReader.cifar100(hundred.toString(), false, List.of()), Split.TEST, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "test.bin: offset 3074", "a coarse label from 0 to 19", "found 20");
  }

  private void infoFails(String... parts) {
    assertThatThrownBy(() -> CifarReader.cifar10(ten.toString(), List.of()).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private static Long[] longs(int count) {
    return IntStream.range(0, count).mapToObj(Long::valueOf).toArray(Long[]::new);
  }

  private static byte[] pixels(int label) {
    byte[] pixels = new byte[3072];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (label * 31 + i / 7);
    }
    return pixels;
  }

  private static byte[] records(int labelBytes, int... labels) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int label : labels) {
      if (labelBytes == 2) {
        file.write(label / 5);
      }
      file.write(label);
      file.writeBytes(pixels(label));
    }
    return file.toByteArray();
  }

  private static void write(Path folder, String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }
}
