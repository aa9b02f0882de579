package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.IdxFixture;
import io.lautum.PngFixture;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrepareJobIT {
  @TempDir Path folder;

  /**
   * Uses three workers, because sums of two parts are the same in either order. Glyphs run with
   * exact and with randomised components, and with local features.
   */
  @ParameterizedTest
  @CsvSource({
    "idx, 1024, pixels",
    "glyphs, 1024, pixels",
    "glyphs, 100, pixels",
    "glyphs, 1024, patches"
  })
  void sameSeedGivesTheSameFiles(String kind, int exactPcaMaxValues, String features)
      throws IOException {
    String[] overrides = {
      "workers=3",
      "prepare.exact-pca-max-values=" + exactPcaMaxValues,
      "prepare.features=" + features
    };
    ExperimentConfig config = kind.equals("idx") ? idx(overrides) : glyphs(overrides);
    Prepared first = Prepared.run(folder.resolve("first"), config);
    Prepared second = Prepared.run(folder.resolve("second"), config);
    assertThat(second.checksums()).isEqualTo(first.checksums());
    assertThat(second.manifest()).usingRecursiveComparison().isEqualTo(first.manifest());
  }

  @Test
  void anotherSeedGivesAnotherSplit() throws IOException {
    Prepared first = Prepared.run(folder.resolve("first"), idx("seed=1", "workers=2"));
    Prepared second = Prepared.run(folder.resolve("second"), idx("seed=2", "workers=2"));
    assertThat(second.ids(ShardSet.TARGET_LABELLED))
        .isNotEqualTo(first.ids(ShardSet.TARGET_LABELLED))
        .hasSameSizeAs(first.ids(ShardSet.TARGET_LABELLED));
    Manifest.File shard = first.manifest().files(ShardSet.SOURCE_TRAIN).get(0);
    Manifest.File other = second.manifest().files(ShardSet.SOURCE_TRAIN).get(0);
    assertThat(second.shard(ShardSet.SOURCE_TRAIN, other).ids())
        .isNotEqualTo(first.shard(ShardSet.SOURCE_TRAIN, shard).ids());
  }

  /** The first run has more workers; the second must not reuse its additional files. */
  @Test
  void laterRunReplacesTheEarlierOne() throws IOException {
    Prepared.run(folder, idx("workers=3"));
    Prepared again = Prepared.run(folder, idx("workers=2"));
    TreeSet<String> listed = new TreeSet<>(again.checksums().keySet());
    assertThat(listed).hasSize(2 * ShardSet.values().length);
    assertThat(again.shardFiles()).isEqualTo(listed);
  }

  @Test
  void imagesOfBothDatasetsGetTheShapeOfTheSmallerOnes() throws IOException {
    Path images = new IdxFixture(60, 30, 1).write(folder.resolve("raw"));
    String[] target = {
      "prepare.components=3",
      "target.format=idx",
      "target.path=\"%s\"".formatted(images),
      "target.classes=[a,b,c]"
    };
    Manifest manifest = Prepared.run(folder, glyphs(target)).manifest();
    assertThat(manifest.source().shape()).isEqualTo(new ImageShape(1, 6, 6));
    assertThat(manifest.target().shape()).isEqualTo(new ImageShape(1, 6, 6));
  }

  /** The images have 6x6 pixels. They are not read, and earlier shards are kept. */
  @Test
  void patchLargerThanTheImagesIsRejected() throws IOException {
    Prepared earlier = Prepared.run(folder, idx());
    ExperimentConfig config = idx("prepare.features=patches", "prepare.patch-side=7");
    assertThatThrownBy(() -> Prepared.run(folder, config))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "prepare.patch-side = 7: the target's images have 6x6 pixels; set it to 6 or less");
    assertThat(earlier.folder().resolve(Manifest.FILE)).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "target"})
  void classMayLackTestImages(String domain) throws IOException {
    // The first ten images contain each class once, so the first four lack six classes.
    ExperimentConfig config = glyphs(domain + ".test-count=4");
    Prepared prepared = Prepared.run(folder, config);
    DatasetSummary dataset =
        domain.equals("source") ? prepared.manifest().source() : prepared.manifest().target();
    assertThat(dataset.test().classCounts()).hasSize(10).contains(0L, 1L);
    assertThat(dataset.test().count()).isEqualTo(4);
  }

  @Test
  void failureLeavesNoManifestAndALaterRunWorks() throws IOException {
    Prepared first = Prepared.run(folder, idx("workers=2"));
    ExperimentConfig tooMany = idx("workers=43");
    assertThatThrownBy(() -> Prepared.run(folder, tooMany))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("target-labelled has 30 examples", "43 workers");
    assertThat(manifest(tooMany)).doesNotExist();
    Prepared again = Prepared.run(folder, idx("workers=2"));
    assertThat(again.checksums()).isEqualTo(first.checksums());
  }

  /** A task finds the damage long after the headers were read. */
  @Test
  void damagedImageIsNamed() throws IOException {
    for (String subset : new String[] {"train", "test"}) {
      for (String name : new String[] {"a", "b"}) {
        Path images = Files.createDirectories(folder.resolve("raw/" + subset + "/" + name));
        for (int i = 0; i < 3; i++) {
          Files.write(images.resolve(i + ".png"), PngFixture.encode(28, 28, 40 * i + 7));
        }
      }
    }
    Path damaged = folder.resolve("raw/train/b/2.png");
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 60));
    ExperimentConfig config =
        glyphs("target.format=images", "target.path=\"%s\"".formatted(folder.resolve("raw")));
    assertThatThrownBy(() -> Prepared.run(folder, config))
        .satisfies(
            thrown ->
                assertThat(causes(thrown))
                    .filteredOn(DataException.class::isInstance)
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("train/b/2.png")));
    assertThat(manifest(config)).doesNotExist();
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause).toList();
  }

  private Path manifest(ExperimentConfig config) {
    return Path.of(Prepared.directory(folder, config).shards().toUri().getPath())
        .resolve("manifest.json");
  }

  private ExperimentConfig glyphs(String... overrides) throws IOException {
    return Prepared.glyphs(folder, overrides);
  }

  private ExperimentConfig idx(String... overrides) throws IOException {
    return Prepared.idx(folder, overrides);
  }
}
