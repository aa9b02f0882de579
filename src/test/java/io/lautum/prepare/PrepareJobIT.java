package io.lautum.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.IdxFixture;
import io.lautum.PngFixture;
import io.lautum.UserException;
import io.lautum.config.DatasetConfig;
import io.lautum.config.ExperimentConfig;
import io.lautum.data.DatasetReader;
import io.lautum.data.DatasetFormats;
import io.lautum.data.Example;
import io.lautum.data.Subset;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import io.lautum.shard.Shard;
import io.lautum.shard.ShardSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrepareJobIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"glyphs, 1", "glyphs, 3", "idx, 1", "idx, 2", "idx, 3"})
  void preparedDataIsTheRawDataDividedAsItShould(String kind, int workers) throws Exception {
    String override = "workers=" + workers;
    ExperimentConfig config = kind.equals("glyphs") ? glyphs(override) : idx(override);
    Prepared prepared = Prepared.run(folder, config);
    List<Example> sourceTrain = read(config.source(), Subset.TRAIN);
    List<Example> targetTrain = read(config.target(), Subset.TRAIN);

    assertWhole(prepared, ShardSet.SOURCE_TRAIN, sourceTrain);
    assertWhole(prepared, ShardSet.SOURCE_TEST, read(config.source(), Subset.TEST));
    assertWhole(prepared, ShardSet.TARGET_TEST, read(config.target(), Subset.TEST));
    assertPoolAndRest(prepared, targetTrain);
    assertManifest(prepared, config);
    assertNormalization(prepared.manifest().source(), sourceTrain);
    assertNormalization(prepared.manifest().target(), targetTrain);
    assertWhite(prepared);
  }

  private static void assertWhole(Prepared prepared, ShardSet set, List<Example> raw)
      throws IOException {
    assertThat(ids(prepared, set)).containsExactly(LongStream.range(0, raw.size()).toArray());
    assertThatExamplesAreRaw(prepared.all(set), raw);
  }

  /** Ids of all shards, sorted; duplicates stay. */
  private static long[] ids(Prepared prepared, ShardSet set) throws IOException {
    Manifest manifest = prepared.manifest();
    List<Manifest.File> files = manifest.files(set);
    assertThat(files).hasSize(manifest.workers());
    long[] sizes = files.stream().mapToLong(Manifest.File::examples).sorted().toArray();
    assertThat(sizes[sizes.length - 1] - sizes[0]).isLessThanOrEqualTo(1);
    LongStream ids = LongStream.empty();
    for (Manifest.File file : files) {
      Shard shard = prepared.shard(set, file);
      assertThat(shard.ids()).isSorted();
      ids = LongStream.concat(ids, Arrays.stream(shard.ids()));
    }
    return ids.sorted().toArray();
  }

  private static void assertThatExamplesAreRaw(Shard shard, List<Example> raw) {
    for (int i = 0; i < shard.size(); i++) {
      Example example = raw.get((int) shard.ids()[i]);
      assertThat(shard.pixels()[i]).as("image %d", example.id()).isEqualTo(example.pixels());
      if (shard.labels() != null) {
        assertThat(shard.labels()[i]).as("label %d", example.id()).isEqualTo(example.label());
      }
    }
  }

  private static void assertPoolAndRest(Prepared prepared, List<Example> raw) throws IOException {
    long[] pool = ids(prepared, ShardSet.TARGET_LABELLED);
    long[] rest = ids(prepared, ShardSet.TARGET_UNLABELLED);
    assertThat(LongStream.concat(Arrays.stream(pool), Arrays.stream(rest)).sorted().toArray())
        .containsExactly(LongStream.range(0, raw.size()).toArray());
    assertThatExamplesAreRaw(prepared.all(ShardSet.TARGET_LABELLED), raw);
    assertThatExamplesAreRaw(prepared.all(ShardSet.TARGET_UNLABELLED), raw);
    List<Long> shares = new ArrayList<>();
    for (int label = 0; label < prepared.manifest().target().classes().size(); label++) {
      int wanted = label;
      shares.add(Math.round(0.2 * raw.stream().filter(e -> e.label() == wanted).count()));
    }
    assertThat(prepared.manifest().target().labelled().classCounts()).isEqualTo(shares);
    for (int label = 0; label < shares.size(); label++) {
      int wanted = label;
      assertThat(Arrays.stream(pool).filter(id -> raw.get((int) id).label() == wanted).count())
          .isEqualTo(shares.get(label));
    }
  }

  private static void assertManifest(Prepared prepared, ExperimentConfig config) throws Exception {
    Manifest manifest = prepared.manifest();
    assertThat(manifest.seed()).isEqualTo(config.seed());
    assertThat(manifest.workers()).isEqualTo(config.workers());
    assertThat(manifest.whitening().components()).isEqualTo(config.prepare().components());
    assertThat(manifest.whitening().explainedVariance()).isBetween(0.1, 0.999);
    assertDomain(manifest.source(), config.source());
    assertDomain(manifest.target(), config.target());
    assertThat(manifest.source().labelled()).isNull();
    assertThat(manifest.source().unlabelled()).isNull();
    assertThat(manifest.target().labelled().count())
        .isEqualTo(manifest.examples(ShardSet.TARGET_LABELLED));
    assertThat(manifest.target().unlabelled().count())
        .isEqualTo(manifest.examples(ShardSet.TARGET_UNLABELLED));
    assertThat(manifest.target().unlabelled().classCounts()).isNull();
    TreeSet<String> listed = new TreeSet<>();
    for (Manifest.File file : manifest.shards()) {
      byte[] content = Files.readAllBytes(prepared.folder().resolve(file.file()));
      assertThat(file.sha256())
          .isEqualTo(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
      listed.add(file.file());
    }
    assertThat(shardFiles(prepared.folder())).isEqualTo(listed);
  }

  private static void assertDomain(Manifest.Domain domain, DatasetConfig dataset)
      throws IOException {
    DatasetReader reader = DatasetFormats.open(dataset);
    assertThat(domain.name()).isEqualTo(dataset.name());
    assertThat(domain.shape()).isEqualTo(reader.info(new Configuration()).shape());
    assertThat(domain.classes()).isEqualTo(reader.info(new Configuration()).classes());
    assertCounts(domain.train(), read(dataset, Subset.TRAIN));
    assertCounts(domain.test(), read(dataset, Subset.TEST));
  }

  private static void assertCounts(Manifest.Counts counts, List<Example> raw) {
    assertThat(counts.count()).isEqualTo(raw.size());
    Long[] byClass = new Long[counts.classCounts().size()];
    Arrays.setAll(byClass, label -> raw.stream().filter(e -> e.label() == label).count());
    assertThat(counts.classCounts()).containsExactly(byClass);
  }

  /** In two passes and floating point, where the job has sums of whole numbers. */
  private static void assertNormalization(Manifest.Domain domain, List<Example> train) {
    int plane = domain.shape().height() * domain.shape().width();
    assertThat(domain.shape().channels()).isEqualTo(1);
    double mean = 0;
    for (Example example : train) {
      for (byte pixel : example.pixels()) {
        mean += (pixel & 0xff) / 255.0 / plane / train.size();
      }
    }
    double variance = 0;
    for (Example example : train) {
      for (byte pixel : example.pixels()) {
        variance += Math.pow((pixel & 0xff) / 255.0 - mean, 2) / plane / train.size();
      }
    }
    Normalization normalization = domain.normalization();
    assertThat(normalization.mean()).containsExactly(new float[] {(float) mean}, within(1e-6f));
    assertThat(normalization.std())
        .containsExactly(new float[] {(float) Math.sqrt(variance)}, within(1e-6f));
  }

  private static void assertWhite(Prepared prepared) throws IOException {
    float[][] z = prepared.all(ShardSet.TARGET_UNLABELLED).whitened();
    int components = prepared.manifest().whitening().components();
    for (int i = 0; i < components; i++) {
      double mean = 0;
      for (float[] row : z) {
        mean += row[i] / (double) z.length;
      }
      assertThat(mean).as("mean %d", i).isCloseTo(0, within(1e-4));
      for (int j = 0; j <= i; j++) {
        double covariance = 0;
        for (float[] row : z) {
          covariance += (double) row[i] * row[j] / z.length;
        }
        assertThat(covariance).as("cov %d, %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-4));
      }
    }
  }

  /**
   * Three workers: with two, sums of two parts are the same in either order anyway. With glyphs,
   * exact components once and randomised ones once.
   */
  @ParameterizedTest
  @CsvSource({"idx, 1024", "glyphs, 1024", "glyphs, 100"})
  void sameSeedMakesTheSameFiles(String kind, int exactUpTo) throws IOException {
    String[] overrides = {"workers=3", "prepare.exact-up-to=" + exactUpTo};
    ExperimentConfig config = kind.equals("idx") ? idx(overrides) : glyphs(overrides);
    Prepared first = Prepared.run(folder.resolve("first"), config);
    Prepared second = Prepared.run(folder.resolve("second"), config);
    assertThat(second.checksums()).isEqualTo(first.checksums());
    assertThat(second.manifest()).usingRecursiveComparison().isEqualTo(first.manifest());
  }

  @Test
  void anotherSeedMakesAnotherSplit() throws IOException {
    Prepared first = Prepared.run(folder.resolve("first"), idx("seed=1", "workers=2"));
    Prepared second = Prepared.run(folder.resolve("second"), idx("seed=2", "workers=2"));
    assertThat(ids(second, ShardSet.TARGET_LABELLED))
        .isNotEqualTo(ids(first, ShardSet.TARGET_LABELLED))
        .hasSameSizeAs(ids(first, ShardSet.TARGET_LABELLED));
    Manifest.File shard = first.manifest().files(ShardSet.SOURCE_TRAIN).get(0);
    Manifest.File other = second.manifest().files(ShardSet.SOURCE_TRAIN).get(0);
    assertThat(second.shard(ShardSet.SOURCE_TRAIN, other).ids())
        .isNotEqualTo(first.shard(ShardSet.SOURCE_TRAIN, shard).ids());
  }

  /** The second run must not take files of the first, which had more workers, for its own. */
  @Test
  void laterRunReplacesAnEarlierOne() throws IOException {
    Prepared.run(folder, idx("workers=3"));
    Prepared again = Prepared.run(folder, idx("workers=2"));
    TreeSet<String> listed = new TreeSet<>(again.checksums().keySet());
    assertThat(listed).hasSize(2 * ShardSet.values().length);
    assertThat(shardFiles(again.folder())).isEqualTo(listed);
  }

  @Test
  void datasetsOfDifferentShapesDoNotGoTogether() throws IOException {
    Path images = new IdxFixture(60, 30, 1).write(folder.resolve("raw"));
    ExperimentConfig config =
        glyphs(
            "target.format=idx", "target.path=\"%s\"".formatted(images), "target.classes=[a,b,c]");
    assertThatThrownBy(() -> Prepared.run(folder, config))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("digits", "1x28x28", "letters", "1x6x6", "same shape");
    assertThat(Prepared.directory(folder, config).root().toUri().getPath())
        .satisfies(root -> assertThat(Path.of(root)).doesNotExist());
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "target"})
  void emptyClassIsNamed(String domain) throws IOException {
    // The first ten images hold each class once: in four of them, six are missing.
    ExperimentConfig config = glyphs(domain + ".test-count=4");
    assertThatThrownBy(() -> Prepared.run(folder, config))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            (domain.equals("source") ? "digits" : "letters")
                + " test: class \\d \\([0-9A-J]\\) is empty: expected .*");
    assertThat(manifest(config)).doesNotExist();
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

  /** Found by a task, long after the headers have been read. */
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
    Path source = new IdxFixture(91, 47, 1).write(folder.resolve("s"));
    Path target = new IdxFixture(150, 42, 2).write(folder.resolve("t"));
    return Prepared.idx(folder, source, target, overrides);
  }

  private static List<Example> read(DatasetConfig dataset, Subset subset) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (DatasetReader.Examples raw =
        DatasetFormats.open(dataset).read(new Configuration(), subset, 0, 1)) {
      raw.forEachRemaining(examples::add);
    }
    return examples;
  }

  private static TreeSet<String> shardFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
