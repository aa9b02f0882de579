package io.lautum.data.read;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.data.image.ImageShape;
import io.lautum.data.read.cifar.CifarLayout;
import io.lautum.data.read.cifar.CifarReader;
import io.lautum.data.read.idx.IdxReader;
import io.lautum.data.read.images.ImageFolderReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the datasets in the folder given by the environment variable LAUTUM_DATA. */
class RealDatasetsTest {
  private static final List<String> TINY_CLASSES =
      List.of(
          "bear",
          "bee",
          "bus",
          "butterfly",
          "camel",
          "elephant",
          "lion",
          "mushroom",
          "orange",
          "tractor");

  @Test
  void mnist() throws IOException {
    DatasetReader reader = new IdxReader(dataset("mnist"), List.of());

    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(classCounts(reader, Split.TRAIN, 3))
        .containsExactly(5923L, 6742L, 5958L, 6131L, 5842L, 5421L, 5918L, 6265L, 5851L, 5949L);
    assertThat(classCounts(reader, Split.TEST, 1))
        .containsExactly(980L, 1135L, 1032L, 1010L, 982L, 892L, 958L, 1028L, 974L, 1009L);
  }

  @Test
  void notMnist() throws IOException {
    DatasetReader reader =
        new IdxReader(
            dataset("notmnist"), List.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "J"));

    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(1, 28, 28));
    for (Split subset : Split.values()) {
      List<Long> counts = classCounts(reader, subset, 2);
      long total = counts.stream().mapToLong(Long::longValue).sum();
      // Both subsets have ten classes of about equal size.
      assertThat(total).isGreaterThanOrEqualTo(1_000);
      assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(total / 13, total / 8));
    }
  }

  @Test
  void cifar10() throws IOException {
    String path = dataset("cifar10");
    DatasetReader reader =
        Files.exists(Path.of(path, "cifar-10-batches-bin"))
            ? CifarReader.cifar10(path, List.of())
            : new ImageFolderReader(path, List.of());

    DatasetInfo info = reader.info(HADOOP);
    assertThat(info.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(info.classes()).isEqualTo(CifarLayout.CIFAR10.names());
    // One slice of 50 keeps this quick.
    List<Example> slice = new ArrayList<>();
    try (DatasetReader.Examples examples = reader.read(HADOOP, Split.TRAIN, 17, 50)) {
      examples.forEachRemaining(slice::add);
    }
    assertThat(slice).hasSize(1_000);
    assertThat(slice).allSatisfy(example -> assertThat(example.pixels()).hasSize(3072));
    assertThat(slice.stream().mapToInt(Example::label).distinct().count()).isEqualTo(10);
  }

  @Test
  void tinyImageNet10() throws IOException {
    DatasetReader reader = new ImageFolderReader(dataset("tinyimagenet10"), TINY_CLASSES);

    assertThat(reader.info(HADOOP))
        .isEqualTo(new DatasetInfo(new ImageShape(3, 32, 32), TINY_CLASSES));
    assertThat(classCounts(reader, Split.TRAIN, 2)).isEqualTo(Collections.nCopies(10, 400L));
    assertThat(classCounts(reader, Split.TEST, 2)).isEqualTo(Collections.nCopies(10, 150L));
  }

  private static String dataset(String name) {
    String root = System.getenv("LAUTUM_DATA");
    boolean present = root != null && Files.isDirectory(Path.of(root, name));
    String reason = "skipped %s: LAUTUM_DATA names no folder that has it".formatted(name);
    if (!present) {
      // Surefire prints only the number of skipped tests; the reasons are in its files.
      System.out.println(reason);
    }
    assumeTrue(present, reason);
    return Path.of(root, name).toString();
  }

  private static List<Long> classCounts(DatasetReader reader, Split subset, int slices)
      throws IOException {
    DatasetInfo info = reader.info(HADOOP);
    List<Long> counts = new ArrayList<>(Collections.nCopies(info.classes().size(), 0L));
    for (Example example : Reading.all(reader, subset, slices)) {
      assertThat(example.pixels()).hasSize(info.shape().size());
      counts.set(example.label(), counts.get(example.label()) + 1);
    }
    return counts;
  }
}
