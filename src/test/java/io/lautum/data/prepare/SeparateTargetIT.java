package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.PngFixture;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.PngImage;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepares targets whose sets are in separate folders, without a source. */
class SeparateTargetIT {
  private static final String LIMIT = "target.bad-files-limit=0.2";

  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    for (int i = 0; i < 6; i++) {
      write("labelled/%s/%d.png".formatted(i < 4 ? "cat" : "dog", i), 12, 10, i);
      write("test/dog/%d.png".formatted(i), 12, 10, 20 + i);
    }
    for (int i = 0; i < 5; i++) {
      write("unlabelled/%d.png".formatted(i), 12, 10, 40 + i);
      write("unlabelled/more/deep/%d.png".formatted(i), 24, 20, 60 + i);
    }
  }

  @Test
  void setsComeFromTheirFolders() throws IOException {
    Prepared prepared = prepare("labelled", "unlabelled", "test");

    DatasetSummary target = prepared.manifest().target();
    assertThat(prepared.manifest().source()).isNull();
    assertThat(target.classes()).containsExactly("cat", "dog");
    assertThat(target.labelled().classCounts()).containsExactly(4L, 2L);
    assertThat(target.unlabelled().count()).isEqualTo(10);
    assertThat(target.train().count()).isEqualTo(16);
    // The classes of the test set are those of the labelled images, by name.
    assertThat(target.test().classCounts()).containsExactly(0L, 6L);
    assertThat(target.shape()).isEqualTo(new ImageShape(1, 12, 10));

    Shard labelled = prepared.all(ShardSet.TARGET_LABELLED);
    Map<String, Integer> labels = new TreeMap<>();
    for (int i = 0; i < labelled.size(); i++) {
      labels.put(labelled.names()[i], labelled.labels()[i]);
    }
    assertThat(labels)
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "cat/0.png",
                    0,
                    "cat/1.png",
                    0,
                    "cat/2.png",
                    0,
                    "cat/3.png",
                    0,
                    "dog/4.png",
                    1,
                    "dog/5.png",
                    1)));
    Shard unlabelled = prepared.all(ShardSet.TARGET_UNLABELLED);
    assertThat(unlabelled.names()).contains("0.png", "more/deep/4.png").hasSize(10);
    int first = Arrays.asList(unlabelled.names()).indexOf("3.png");
    assertThat(unlabelled.pixels()[first]).isEqualTo(PngFixture.pixels(12, 10, 43));
  }

  @Test
  void labelledImagesServeAsUnlabelledOnesAndTheTestSetMayBeEmpty() throws IOException {
    Prepared prepared = prepare("labelled", "", "");

    DatasetSummary target = prepared.manifest().target();
    assertThat(target.train().count()).isEqualTo(6);
    assertThat(target.test().count()).isZero();
    assertThat(prepared.manifest().files(ShardSet.TARGET_TEST)).isEmpty();
    assertThat(prepared.ids(ShardSet.TARGET_UNLABELLED))
        .isEqualTo(prepared.ids(ShardSet.TARGET_LABELLED));
  }

  @Test
  void labelledFolderMayHaveTheTestSet() throws IOException {
    for (String name :
        List.of("train/cat/1.png", "train/dog/2.png", "test/dog/3.png", "test/dog/4.png")) {
      write("whole/" + name, 12, 10, 5);
    }

    DatasetSummary target = prepare("whole", "unlabelled", "").manifest().target();
    assertThat(target.labelled().classCounts()).containsExactly(1L, 1L);
    assertThat(target.test().classCounts()).containsExactly(0L, 2L);
  }

  @Test
  void probableMistakesAreFound() throws IOException {
    for (int i = 0; i < 6; i++) {
      writeNoise("labelled/%s/%d.png".formatted(i < 4 ? "cat" : "dog", i), i);
    }
    Files.copy(folder.resolve("labelled/cat/1.png"), folder.resolve("test/dog/copy.png"));
    Files.copy(folder.resolve("labelled/cat/1.png"), folder.resolve("unlabelled/a.png"));
    Files.copy(folder.resolve("labelled/dog/5.png"), folder.resolve("unlabelled/b.png"));
    copyNearly("test/dog/24.png", "labelled/dog/5.png");
    copyNearly("unlabelled/nearly.png", "labelled/cat/2.png");
    copyNearly("unlabelled/again.png", "labelled/cat/1.png");
    write("extra/1.png", 12, 10, 90);
    BufferedImage black = new BufferedImage(10, 12, BufferedImage.TYPE_BYTE_GRAY);
    Files.write(folder.resolve("unlabelled/black.png"), PngImage.encode(black));

    Manifest manifest = prepare("labelled", "unlabelled", "test").manifest();
    List<String> doubts =
        manifest.findings().stream()
            .flatMap(found -> found.notes().stream())
            .filter(note -> note.startsWith("Doubt: "))
            .toList();
    assertThat(doubts)
        .containsExactly(
            "Doubt: folders with images next to %s/labelled are not used: extra; if they belong to"
                    .formatted(folder)
                + " the dataset, set path to the folder that contains them, or name them by"
                + " target.unlabelled and target.test (--unlabelled and --test of adapt)",
            "Doubt: 1 of 15 unlabelled images have only one colour; if they are transparent, set"
                + " image.background to another colour than their content's",
            "Doubt: 2 of 6 labelled images also occur in the unlabelled set",
            "Doubt: 1 of 6 labelled images are nearly the same as images of the unlabelled set,"
                + " e.g. cat/2.png and nearly.png",
            "Doubt: 1 of 8 test images also occur in the labelled set",
            "Doubt: 1 of 8 test images are nearly the same as images of the labelled set, e.g."
                + " dog/24.png and dog/5.png");
  }

  /** Writes an image that is similar to no other, unlike those of {@link PngFixture}. */
  private void writeNoise(String name, long seed) throws IOException {
    byte[] pixels = new byte[12 * 10];
    new Random(seed).nextBytes(pixels);
    Files.write(folder.resolve(name), PngImage.encode(pixels, new ImageShape(1, 12, 10)));
  }

  /** Writes an image that differs by one level at one pixel. */
  private void copyNearly(String name, String of) throws IOException {
    BufferedImage image = ImageIO.read(folder.resolve(of).toFile());
    image.getRaster().setSample(3, 3, 0, image.getRaster().getSample(3, 3, 0) ^ 1);
    Files.write(folder.resolve(name), PngImage.encode(image));
  }

  @Test
  void badFilesOfAllSetsAreLeftOut() throws IOException {
    for (String name : List.of("labelled/cat/x.png", "unlabelled/x.png", "test/dog/x.png")) {
      Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    }

    assertThatThrownBy(() -> prepare("labelled", "unlabelled", "test"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "labelled images: 1 of 7", "unlabelled images: 1 of 11", "test images: 1 of 7");
    Manifest manifest =
        prepare("labelled", "unlabelled", "test", "target.bad-files=skip", LIMIT).manifest();
    assertThat(manifest.target().labelled().count()).isEqualTo(6);
    assertThat(manifest.target().unlabelled().count()).isEqualTo(10);
    assertThat(manifest.target().test().count()).isEqualTo(6);
  }

  @Test
  void testClassWithoutLabelledImagesIsRejected() throws IOException {
    write("test/emu/1.png", 12, 10, 5);

    assertThatThrownBy(() -> prepare("labelled", "unlabelled", "test"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("cat, dog", "emu");
  }

  @Test
  void oneLabelledClassIsRejected() throws IOException {
    assertThatThrownBy(() -> prepare("labelled/cat", "unlabelled", ""))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cat");
  }

  private Prepared prepare(String labelled, String unlabelled, String test, String... overrides)
      throws IOException {
    String text =
        """
        experiment = separate
        methods = [scratch]
        workers = 2
        prepare.components = 4
        target { name = animals, labelled = "%s", unlabelled = "%s", test = "%s" }
        """
            .formatted(place(labelled), place(unlabelled), place(test));
    ExperimentConfig config = Prepared.config(folder, text, overrides);
    return Prepared.run(folder, config);
  }

  private String place(String name) {
    return name.isEmpty() ? "" : folder.resolve(name).toString();
  }

  private void write(String name, int height, int width, int level) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, PngFixture.encode(height, width, level));
  }
}
