package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir Path temp;
  private Path data;
  private Path image;

  @BeforeEach
  void writeADatasetAndItsDigest() throws IOException {
    data = temp.resolve("photos");
    image = data.resolve("train/cat/1.png");
    Files.createDirectories(image.getParent());
    Files.writeString(image, "an image");
    RawFiles.of(config(data), HADOOP).write(files(), shards());
  }

  @Test
  void unchangedFilesAreNotReported() throws IOException {
    assertThat(changes(data)).isEmpty();
  }

  @Test
  void additionalFileIsReportedWithTheRemedy() throws IOException {
    Files.writeString(data.resolve("train/cat/2.png"), "another image");

    assertThat(changes(data)).hasSize(1);
    assertThat(changes(data).get(0))
        .startsWith("target: its files have changed since they were prepared")
        .contains(data.toString(), "--overwrite");
  }

  @Test
  void changedContentOfEqualSizeIsReported() throws IOException {
    Files.writeString(image, "no image");
    Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(changes(data)).hasSize(1);
  }

  @Test
  void movedFilesHaveNotChanged() throws IOException {
    Path moved = Files.move(data, temp.resolve("moved"));

    assertThat(changes(moved)).isEmpty();
  }

  @Test
  void deletedDatasetIsNotNeededAnyMore() throws IOException {
    Files.move(data, temp.resolve("moved"));

    assertThat(changes(data)).isEmpty();
  }

  /** Files of several datasets in one folder are told apart by the start of their names. */
  @Test
  void changedFilesOfOneDatasetAmongSeveralAreReported() throws IOException {
    Path images = Files.writeString(data.resolve("emnist-digits-train-images-idx3-ubyte"), "a");
    Path place = data.resolve("emnist-digits");
    RawFiles.of(config(place), HADOOP).write(files(), shards());
    assertThat(changes(place)).isEmpty();
    Files.writeString(images, "other");
    assertThat(changes(place)).hasSize(1);
    Files.delete(images);
    assertThat(changes(place)).isEmpty();
  }

  @Test
  void shardsOfAnEarlierVersionAreNotCompared() throws IOException {
    Files.delete(temp.resolve("shards/raw-files.json"));
    Files.delete(image);

    assertThat(changes(data)).isEmpty();
  }

  @Test
  void generatedDatasetsHaveNoFiles() throws IOException {
    ExperimentConfig generated = SmallExperiment.load(temp);

    assertThat(RawFiles.of(generated, HADOOP).digests()).isEmpty();
  }

  private List<String> changes(Path place) throws IOException {
    return RawFiles.changes(config(place), HADOOP, files(), shards());
  }

  private ExperimentConfig config(Path place) {
    return SmallExperiment.load(temp, "target.format=images", "target.path=" + place);
  }

  private org.apache.hadoop.fs.Path shards() {
    return new org.apache.hadoop.fs.Path(temp.toString(), "shards");
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(HADOOP);
  }
}
