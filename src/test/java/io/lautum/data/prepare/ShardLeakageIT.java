package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.RandomStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;

/** Checks that no label is in, or affects, shards that must not depend on it. */
class ShardLeakageIT extends LeakageExperiment {
  @Test
  void targetTestLabelsAreOnlyInTargetTestShards() throws IOException {
    Prepared before = prepare("before");
    rotateTestLabels();
    Prepared after = prepare("after");
    assertThat(after.checksumsWithout(ShardSet.TARGET_TEST))
        .isEqualTo(before.checksumsWithout(ShardSet.TARGET_TEST));
    for (Manifest.File file : before.manifest().files(ShardSet.TARGET_TEST)) {
      assertThat(after.checksums().get(file.file())).isNotEqualTo(file.sha256());
    }
    assertThat(after.manifest())
        .usingRecursiveComparison()
        .ignoringFields("target.test", "shards")
        .isEqualTo(before.manifest());
  }

  @Test
  void unlabelledShardsHaveNoLabelColumn() throws IOException {
    Prepared prepared = prepare("prepared");
    for (Manifest.File file : prepared.manifest().shards()) {
      org.apache.hadoop.fs.Path path =
          new org.apache.hadoop.fs.Path(prepared.folder().resolve(file.file()).toUri());
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
        Set<String> columns =
            reader.getFileMetaData().getSchema().getFields().stream()
                .map(Type::getName)
                .collect(Collectors.toSet());
        boolean unlabelled = file.file().startsWith("target-unlabelled/");
        assertThat(columns)
            .as(file.file())
            .isEqualTo(
                unlabelled ? Set.of("id", "pixels", "whitened") : Set.of("id", "label", "pixels"));
      }
    }
  }

  /**
   * The labelled pool contains the examples of each class with the lowest hashes, so it depends on
   * the labels of all training examples. Nothing else may depend on the labels of examples outside
   * of the pool. If examples with higher hashes than the whole pool swap their labels, the sizes of
   * the classes and the pool stay the same, and so must all shards.
   */
  @Test
  void labelsOfUnlabelledExamplesAffectOnlyThePool() throws IOException {
    Prepared before = prepare("before");
    long seed = RandomStream.LABELLED_POOL.seed(config("before").seed());
    long highest = 0;
    for (long id : before.all(ShardSet.TARGET_LABELLED).ids()) {
      long hash = HashRanks.hash(seed, id);
      highest = Long.compareUnsigned(hash, highest) > 0 ? hash : highest;
    }
    byte[] labels = target.trainLabels();
    int swapped = 0;
    int last = -1;
    for (int i = 0; i < labels.length; i++) {
      if (Long.compareUnsigned(HashRanks.hash(seed, i), highest) > 0) {
        if (last >= 0 && labels[i] != labels[last]) {
          byte label = labels[i];
          labels[i] = labels[last];
          labels[last] = label;
          swapped++;
          last = -1;
        } else {
          last = i;
        }
      }
    }
    assertThat(swapped).isGreaterThan(20);
    Prepared after = prepare("after");
    assertThat(after.checksums()).isEqualTo(before.checksums());
    assertThat(after.manifest()).usingRecursiveComparison().isEqualTo(before.manifest());
  }

  /** Other labels give another pool; the rest is still the training set without the pool. */
  @Test
  void unlabelledShardsAreTheComplementOfThePool() throws IOException {
    Prepared before = prepare("before");
    byte[] labels = target.trainLabels();
    for (int i = 0; i < labels.length / 2; i++) {
      byte label = labels[i];
      labels[i] = labels[labels.length - 1 - i];
      labels[labels.length - 1 - i] = label;
    }
    Prepared after = prepare("after");
    Map<Long, byte[]> images = new TreeMap<>();
    for (Prepared prepared : List.of(before, after)) {
      Set<Long> ids = new HashSet<>();
      for (ShardSet set : List.of(ShardSet.TARGET_LABELLED, ShardSet.TARGET_UNLABELLED)) {
        long[] these = prepared.all(set).ids();
        byte[][] pixels = prepared.all(set).pixels();
        for (int i = 0; i < these.length; i++) {
          assertThat(ids.add(these[i])).isTrue();
          byte[] known = images.putIfAbsent(these[i], pixels[i]);
          assertThat(pixels[i]).isEqualTo(known == null ? pixels[i] : known);
        }
      }
      assertThat(ids).hasSize(150);
    }
    assertThat(after.all(ShardSet.TARGET_LABELLED).ids())
        .isNotEqualTo(before.all(ShardSet.TARGET_LABELLED).ids());
  }
}
