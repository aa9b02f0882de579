package io.lautum.data.read;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.file.FolderLists;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoFormatTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "train-images.idx3-ubyte, '', idx",
    "MNIST/raw/train-images-idx3-ubyte.gz, '', idx",
    "emnist-letters-train-images-idx3-ubyte, emnist-letters, idx",
    "cifar-10-batches-bin/data_batch_1.bin, '', cifar10",
    "cifar-100-binary/train.bin, '', cifar100",
    "train.bin, '', cifar100",
    "pathmnist.npz, '', npz",
    "pathmnist.npz, pathmnist.npz, npz",
    "data/train-00000-of-00001.parquet, '', parquet",
    "label=cat/part-0.snappy.parquet, '', parquet",
    "t.parquet, t.parquet, parquet"
  })
  void namesOfFilesDecideOnTheFormat(String file, String path, String format) throws IOException {
    write(file, new byte[] {1});

    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop(path))).contains(format);
  }

  @Test
  void parquetIsRecognisedByContentUnlessThereAreImages() throws IOException {
    write("000000_0", "PAR1...".getBytes(StandardCharsets.US_ASCII));
    write("_SUCCESS", new byte[0]);
    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop(""))).contains("parquet");
    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop("000000_0")))
        .contains("parquet");
    write("images/1.png", colour(1));
    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop(""))).isEmpty();
  }

  @Test
  void pythonBatchesNeedTheFileOfNames() throws IOException {
    write("train", new byte[1]);
    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop(""))).isEmpty();
    write("meta", new byte[1]);
    assertThat(DatasetFormats.recognised(new FolderLists(HADOOP), hadoop(""))).contains("cifar100");
  }

  @Test
  void otherFilesAreReadAsImages() throws Exception {
    for (String name : List.of("train/a/1.png", "train/b/2.png", "test/a/3.png")) {
      write(name, colour(1));
    }
    DatasetReader reader = DatasetFormats.open(dataset(folder.toString()));

    assertThat(reader.info(HADOOP).classes()).containsExactly("a", "b");
    assertThat(reader.info(HADOOP).notes().get(0).text()).contains("is read as format images");
    assertThat(Reading.all(Reading.sent(reader), Split.TRAIN, 2)).hasSize(2);
  }

  @Test
  void missingPathIsReportedWithWhatIsThere() throws IOException {
    write("cats/1.png", colour(1));

    assertThatThrownBy(() -> DatasetFormats.open(dataset(folder + "/dogs")).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("dogs: expected a folder or an archive", "has cats/");
  }

  private static DatasetConfig dataset(String path) {
    return DatasetConfig.of("toy", "auto", path, LayoutConfig.DEFAULTS, VectorsConfig.DEFAULTS);
  }

  private org.apache.hadoop.fs.Path hadoop(String path) {
    return new org.apache.hadoop.fs.Path(folder.resolve(path).toUri());
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
