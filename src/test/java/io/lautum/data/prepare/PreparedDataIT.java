package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares shards and manifest with the raw data that they were prepared from. */
class PreparedDataIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "glyphs, 1, pixels",
    "glyphs, 3, pixels",
    "glyphs, 3, patches",
    "idx, 1, pixels",
    "idx, 2, pixels",
    "idx, 3, pixels"
  })
  void preparedDataIsTheRawDataCorrectlyDivided(String kind, int workers, String features)
      throws Exception {
    String[] overrides = {"workers=" + workers, "prepare.features=" + features};
    ExperimentConfig config =
        kind.equals("glyphs")
            ? Prepared.glyphs(folder, overrides)
            : Prepared.idx(folder, overrides);
    Prepared prepared = Prepared.run(folder, config);
    List<Example> sourceTrain = read(config.source(), Split.TRAIN);
    List<Example> targetTrain = read(config.target(), Split.TRAIN);

    assertWhole(prepared, ShardSet.SOURCE_TRAIN, sourceTrain);
    assertWhole(prepared, ShardSet.SOURCE_TEST, read(config.source(), Split.TEST));
    assertWhole(prepared, ShardSet.TARGET_TEST, read(config.target(), Split.TEST));
    assertPoolAndRest(prepared, targetTrain);
    assertManifest(prepared, config);
    assertNormalization(prepared.manifest().source(), sourceTrain);
    assertNormalization(prepared.manifest().target(), targetTrain);
    assertWhite(prepared);
  }

  private static void assertWhole(Prepared prepared, ShardSet set, List<Example> raw)
      throws IOException {
    assertThat(prepared.ids(set)).containsExactly(LongStream.range(0, raw.size()).toArray());
    assertThatExamplesAreRaw(prepared.all(set), raw);
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
    long[] pool = prepared.ids(ShardSet.TARGET_LABELLED);
    long[] rest = prepared.ids(ShardSet.TARGET_UNLABELLED);
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
    assertThat(prepared.shardFiles()).isEqualTo(listed);
  }

  private static void assertDomain(DatasetSummary domain, DatasetConfig dataset)
      throws IOException {
    DatasetReader reader = DatasetFormats.open(dataset);
    assertThat(domain.name()).isEqualTo(dataset.name());
    assertThat(domain.shape()).isEqualTo(reader.info(new Configuration()).shape());
    assertThat(domain.classes()).isEqualTo(reader.info(new Configuration()).classes());
    assertCounts(domain.train(), read(dataset, Split.TRAIN));
    assertCounts(domain.test(), read(dataset, Split.TEST));
  }

  private static void assertCounts(Manifest.Counts counts, List<Example> raw) {
    assertThat(counts.count()).isEqualTo(raw.size());
    Long[] byClass = new Long[counts.classCounts().size()];
    Arrays.setAll(byClass, label -> raw.stream().filter(e -> e.label() == label).count());
    assertThat(counts.classCounts()).containsExactly(byClass);
  }

  /** Recomputes with two passes in floating point; the job uses integer sums. */
  private static void assertNormalization(DatasetSummary domain, List<Example> train) {
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

  private static List<Example> read(DatasetConfig dataset, Split subset) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (DatasetReader.Examples raw =
        DatasetFormats.open(dataset).read(new Configuration(), subset, 0, 1)) {
      raw.forEachRemaining(examples::add);
    }
    return examples;
  }
}
