package io.lautum.data.read.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.ImageFixture;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of remote file systems take long to list, and the files of a subset long to open. */
class ListedOnceTest {
  private static final int IMAGES = 1500;

  @TempDir java.nio.file.Path folder;
  private final Configuration hadoop = new Configuration();

  /** A file system that is remote by its scheme, and records the requests. */
  public static final class Recorded extends RawLocalFileSystem {
    private static final List<String> LISTED = Collections.synchronizedList(new ArrayList<>());
    private static final List<String> OPENED = Collections.synchronizedList(new ArrayList<>());

    @Override
    public URI getUri() {
      return URI.create("recorded:///");
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      LISTED.add(path.getName());
      return super.listStatus(path);
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
      OPENED.add(path.getName());
      return super.open(path, buffer);
    }
  }

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("train/a", "train/b", "test/a", "test/b")) {
      Files.createDirectories(folder.resolve(name));
      Files.write(folder.resolve(name + "/0.png"), ImageFixture.colour(3));
    }
    for (int i = 1; i < IMAGES; i++) {
      Files.write(folder.resolve("train/a/%d.png".formatted(i)), ImageFixture.colour(i));
    }
    hadoop.setClass("fs.recorded.impl", Recorded.class, org.apache.hadoop.fs.FileSystem.class);
    Recorded.LISTED.clear();
    Recorded.OPENED.clear();
  }

  private DatasetReader surveyed() throws IOException {
    DatasetReader reader =
        DatasetFormats.open(
            DatasetConfig.of(
                "set",
                "auto",
                "recorded://" + folder,
                LayoutConfig.DEFAULTS,
                VectorsConfig.DEFAULTS));
    return reader.fitted(reader.info(hadoop), ImageFit.to(new ImageShape(3, 2, 2)));
  }

  @Test
  void everyFolderIsListedOnce() throws IOException {
    surveyed();
    assertThat(Recorded.LISTED)
        .containsExactlyInAnyOrder(
            folder.getFileName().toString(), "train", "test", "a", "b", "a", "b");
  }

  @Test
  void surveyOpensASampleOfTheImages() throws IOException {
    surveyed();
    assertThat(Recorded.OPENED.size()).isBetween(ShapeSample.SIZE / 2, IMAGES * 4 / 5);
  }

  @Test
  void tasksListNothingAndOpenOnlyTheirOwnImages() throws IOException {
    DatasetReader sent = Reading.sent(surveyed());
    Recorded.LISTED.clear();
    Recorded.OPENED.clear();
    try (DatasetReader.Examples slice = sent.read(hadoop, Split.TRAIN, 1, 3)) {
      slice.forEachRemaining(example -> assertThat(example.id() % 3).isEqualTo(1));
    }
    assertThat(Recorded.LISTED).isEmpty();
    assertThat(Recorded.OPENED).hasSize((IMAGES + 1) / 3);
  }
}
