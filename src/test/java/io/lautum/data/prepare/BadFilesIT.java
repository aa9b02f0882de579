package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageFolderReader;
import io.lautum.data.shard.DatasetFindings;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preparation of datasets with bad files: 2 classes of 10 training and 5 test images. */
class BadFilesIT {
  private static final int TRAIN = 10;

  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void dataset() throws IOException {
    raw = folder.resolve("raw");
    for (String name : new String[] {"a", "b"}) {
      for (int i = 0; i < TRAIN; i++) {
        image("train/%s/%02d.png".formatted(name, i), 40 * i + 7);
        if (i % 2 == 0) {
          image("test/%s/%02d.png".formatted(name, i), 31 * i + 5);
        }
      }
    }
  }

  private void image(String name, int seed) throws IOException {
    write(name, PngFixture.encode(28, 28, seed));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = raw.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void spoil(String... names) throws IOException {
    for (String name : names) {
      write(name, Arrays.copyOf(Files.readAllBytes(raw.resolve(name)), 60));
    }
  }

  private ExperimentConfig config(String... overrides) throws IOException {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("target.format=images");
    all.add("target.path=\"%s\"".formatted(raw));
    all.add("target.name=pets");
    all.add("prepare.components=2");
    return Prepared.glyphs(folder, all.toArray(String[]::new));
  }

  private String failure(ExperimentConfig config) {
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> Prepared.run(folder, config))
        .isInstanceOf(DataException.class)
        .satisfies(e -> messages.add(e.getMessage()));
    assertThat(experiment("shards/manifest.json")).doesNotExist();
    return messages.get(0);
  }

  private Path experiment(String name) {
    return folder.resolve("glyphs").resolve(name);
  }

  private String shown(String name) {
    return "file:" + raw.resolve(name);
  }

  @Test
  void allBadFilesOfBothSubsetsAreNamed() throws IOException {
    spoil("train/a/03.png", "train/b/09.png", "test/b/04.png");
    write("train/b/empty.JPG", new byte[0]);
    write("train/a/a, \"b\".gif", "text".getBytes());

    List<String> lines = failure(config()).lines().toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0))
        .startsWith(
            "pets: 5 of 32 image files are bad, listed in file:" + experiment("bad-files.csv"))
        .contains("bad-files = skip");
    assertThat(lines.get(1))
        .startsWith("  " + shown("train/a/03.png") + ": offset 33: expected an intact image");
    assertThat(lines.get(5))
        .startsWith("  " + shown("test/b/04.png") + ": offset 33: expected an intact image");
    List<String> csv = Files.readAllLines(experiment("bad-files.csv"));
    assertThat(csv).hasSize(6).startsWith("path,fault");
    assertThat(csv.get(2))
        .startsWith("\"" + shown("train/a/a, \"\"b\"\".gif") + "\",\"offset 0: expected the first");
    assertThat(csv.get(4)).startsWith(shown("train/b/empty.JPG") + ",").contains("found 0");
  }

  @Test
  void bothDatasetsAreReadBeforeTheEnd() throws IOException {
    spoil("train/a/03.png");
    String[] source = {
      "source.format=images", "source.path=\"%s\"".formatted(raw), "source.name=animals"
    };
    assertThat(failure(config(source)).lines().filter(line -> !line.startsWith(" ")))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("animals: 1 of 30"))
        .anyMatch(line -> line.startsWith("pets: 1 of 30"));
    assertThat(Files.readAllLines(experiment("bad-files.csv"))).hasSize(3);
  }

  @Test
  void moreThanTwentyAreCounted() throws IOException {
    for (int i = 0; i < 25; i++) {
      write("train/b/x%02d.png".formatted(i), new byte[1 + i]);
    }
    List<String> lines = failure(config()).lines().toList();
    assertThat(lines).hasSize(22).endsWith("  and 5 more");
    assertThat(Files.readAllLines(experiment("bad-files.csv"))).hasSize(26);
  }

  @Test
  void allFilesMayBeBad() throws IOException {
    try (Stream<Path> files = Files.walk(raw)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(file, new byte[3]);
      }
    }
    assertThat(failure(config())).startsWith("pets: 30 of 30 image files are bad");
    assertThat(Files.readAllLines(experiment("bad-files.csv"))).hasSize(31);
    assertThat(failure(config("target.bad-files=skip", "target.bad-files-limit=1")))
        .contains("class 0 (a) is empty");
  }

  @Test
  void shardsAreThoseOfTheDatasetWithoutTheBadFiles() throws IOException {
    Prepared without = Prepared.run(folder.resolve("first"), config("target.bad-files=skip"));
    write("train/a/000.png", new byte[2]);
    write("train/a/04x.png", new byte[2]);
    write("test/b/zz.png", new byte[0]);
    Prepared with = Prepared.run(folder, config("target.bad-files=skip"));

    assertThat(with.manifest().contentDigest()).isEqualTo(without.manifest().contentDigest());
    assertThat(without.folder().resolve("skipped.csv")).doesNotExist();
    assertThat(Files.readAllLines(with.folder().resolve("skipped.csv")))
        .hasSize(4)
        .startsWith("path,fault")
        .anyMatch(line -> line.startsWith(shown("train/a/04x.png") + ","));
    assertThat(experiment("bad-files.csv")).doesNotExist();
    DatasetFindings findings = with.manifest().findings().get(1);
    assertThat(findings.dataset()).isEqualTo("pets");
    assertThat(findings.skipped().train()).isEqualTo(2);
    assertThat(findings.skipped().test()).isEqualTo(1);
    assertThat(findings.skipped().first())
        .extracting(DatasetFindings.FoundFile::path)
        .containsExactly(
            shown("train/a/000.png"), shown("train/a/04x.png"), shown("test/b/zz.png"));
    assertThat(without.manifest().findings().get(1).skipped().first()).isEmpty();
  }

  /** 3 of 33 files are 9.1%. */
  @Test
  void limitIsAShareOfTheFiles() throws IOException {
    for (int i = 0; i < 3; i++) {
      write("train/a/x%d.png".formatted(i), new byte[2]);
    }
    assertThat(failure(config("target.bad-files=skip", "target.bad-files-limit=0.09")))
        .isEqualTo(
            "pets: 3 of 33 image files are bad, more than bad-files-limit = 0.09, listed in file:"
                + experiment("bad-files.csv"));
    Prepared.run(folder, config("target.bad-files=skip"));
    assertThat(experiment("bad-files.csv")).doesNotExist();
  }

  @Test
  void classWithoutIntactFilesIsNamed() throws IOException {
    for (int i = 0; i < TRAIN; i++) {
      spoil("train/b/%02d.png".formatted(i));
    }
    assertThat(failure(config("target.bad-files=skip", "target.bad-files-limit=0.5")))
        .contains("pets train", "class 1 (b) is empty");
    assertThat(Files.readAllLines(experiment("shards/skipped.csv"))).hasSize(1 + TRAIN);
  }

  @Test
  void notesAndWarningsAreInTheManifest() throws IOException {
    for (int i = 0; i < 7; i++) {
      byte[] whole = PngFixture.encode(28, 28, i);
      write("train/a/w%d.png".formatted(i), Arrays.copyOf(whole, whole.length + 4));
    }
    Files.move(raw.resolve("test"), raw.resolve("val"));
    DatasetFindings findings = Prepared.run(folder, config()).manifest().findings().get(1);
    assertThat(findings.warned().train()).isEqualTo(7);
    assertThat(findings.warned().first()).hasSize(5);
    assertThat(findings.sentences())
        .contains("val serves as test set")
        .last()
        .asString()
        .startsWith("7 images have warnings, e.g. " + shown("train/a/w0.png") + ": 4 bytes after");
  }

  @Test
  void findingsDoNotDependOnTheSlices() throws IOException {
    spoil("train/a/00.png", "train/a/07.png", "train/b/09.png");
    DatasetReader reader = new ImageFolderReader(raw.toString(), List.of());
    DatasetInfo info = reader.info(new Configuration());
    Broadcast<Sent<DatasetReader>> sent = LocalSpark.context().broadcast(new Sent<>(reader));
    Broadcast<SerializableConfiguration> hadoop =
        LocalSpark.context().broadcast(new SerializableConfiguration(new Configuration()));
    for (int slices : new int[] {1, 3, 50}) {
      try (DecodedSplit split =
          DecodedSplit.read(LocalSpark.context(), hadoop, sent, info, Split.TRAIN, slices)) {
        assertThat(split.findings().badIds()).containsExactly(0, 7, 19);
        assertThat(split.badFiles())
            .toIterable()
            .isEqualTo(split.findings().firstBad())
            .extracting(FileFinding::path)
            .containsExactly(
                shown("train/a/00.png"), shown("train/a/07.png"), shown("train/b/09.png"));
        List<Example> examples =
            new ArrayList<>(
                split.examples().collect().stream()
                    .flatMap(
                        block ->
                            Stream.iterate(0, i -> i < block.size(), i -> i + 1)
                                .map(block::example))
                    .toList());
        assertThat(examples).extracting(Example::id).doesNotHaveDuplicates().hasSize(17);
        assertThat(examples)
            .allMatch(
                example -> example.label() == (example.id() < 8 ? 0 : 1) && example.id() < 17);
      }
    }
  }
}
