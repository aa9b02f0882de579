package io.lautum.prepare;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.config.DatasetConfig;
import io.lautum.config.ExperimentConfig;
import io.lautum.data.DatasetInfo;
import io.lautum.data.DatasetReader;
import io.lautum.data.DatasetReaders;
import io.lautum.data.Example;
import io.lautum.data.Seeds;
import io.lautum.data.Subset;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import io.lautum.shard.ShardSet;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes both datasets, splits the target's training set into a labelled pool and an unlabelled
 * rest, whitens the rest, and writes shards balanced to the number of workers.
 */
public final class PrepareJob {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareJob.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final ShardJob shards;
  private final List<Manifest.File> files = new ArrayList<>();

  public PrepareJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.shards = new ShardJob(spark, hadoop, directory.shards(), config.workers());
  }

  /**
   * Writes shards and manifest.
   *
   * @throws DataException if a dataset is not what it promises
   * @throws UserException if the two datasets do not go together
   */
  public Manifest run() throws IOException {
    Configuration local = spark.hadoopConfiguration();
    DatasetReader source = DatasetReaders.open(config.source());
    DatasetReader target = DatasetReaders.open(config.target());
    DatasetInfo sourceInfo = source.info(local);
    DatasetInfo targetInfo = target.info(local);
    requireSameShape(sourceInfo, targetInfo);
    Manifest.Domain sourceDomain = prepareSource(source, sourceInfo);
    Manifest manifest = prepareTarget(target, targetInfo, sourceDomain);
    manifest.write(directory.files(), directory.shards());
    hadoop.destroy();
    return manifest;
  }

  private void requireSameShape(DatasetInfo source, DatasetInfo target) {
    if (!source.shape().equals(target.shape())) {
      throw new UserException(
          "source %s has images of %s, target %s of %s: expected the same shape (channels x height x width)"
              .formatted(
                  config.source().name(), source.shape(), config.target().name(), target.shape()));
    }
  }

  private Manifest.Domain prepareSource(DatasetReader reader, DatasetInfo info) {
    try (Decoded train = decode(reader, info, config.source(), Subset.TRAIN);
        Decoded test = decode(reader, info, config.source(), Subset.TEST)) {
      writeLabelled(ShardSet.SOURCE_TRAIN, train, all(train));
      writeLabelled(ShardSet.SOURCE_TEST, test, all(test));
      return new Manifest.Domain(
          config.source().name(),
          info.shape(),
          info.classes(),
          train.census().normalization(),
          train.census().counts(config.source().name() + " train", info),
          null,
          null,
          test.census().counts(config.source().name() + " test", info));
    }
  }

  private Manifest prepareTarget(
      DatasetReader reader, DatasetInfo info, Manifest.Domain sourceDomain) {
    String name = config.target().name();
    try (Decoded train = decode(reader, info, config.target(), Subset.TRAIN);
        Decoded test = decode(reader, info, config.target(), Subset.TEST)) {
      Manifest.Counts counts = train.census().counts(name + " train", info);
      Manifest.Counts testCounts = test.census().counts(name + " test", info);
      Normalization normalization = train.census().normalization();
      boolean[] pool =
          LabelledPool.choose(
              train.census().labels(),
              info.classes().size(),
              config.prepare().labelledFraction(),
              Seeds.derive(config.seed(), 1));
      writeLabelled(ShardSet.TARGET_LABELLED, train, pool);
      writeLabelled(ShardSet.TARGET_TEST, test, all(test));
      Whitening whitening =
          writeUnlabelled(train, complement(pool), normalization.table(info.shape()));
      long pooled = count(pool);
      Manifest.Domain targetDomain =
          new Manifest.Domain(
              name,
              info.shape(),
              info.classes(),
              normalization,
              counts,
              new Manifest.Counts(pooled, countsOf(pool, train.census().labels(), info)),
              new Manifest.Counts(pool.length - pooled, null),
              testCounts);
      return new Manifest(
          config.seed(),
          config.workers(),
          sourceDomain,
          targetDomain,
          new Manifest.Components(whitening.components(), whitening.explainedVariance()),
          files);
    }
  }

  private Decoded decode(
      DatasetReader reader, DatasetInfo info, DatasetConfig dataset, Subset subset) {
    LOG.info("reading {} {}", dataset.name(), subset.directory());
    spark.setJobDescription("read %s %s".formatted(dataset.name(), subset.directory()));
    int slices = Math.max(config.workers(), spark.defaultParallelism());
    Decoded decoded = new Decoded(spark, hadoop, reader, info, subset, slices);
    LOG.info(
        "{} {}: {} images of {}",
        dataset.name(),
        subset.directory(),
        decoded.census().labels().length,
        info.shape());
    return decoded;
  }

  private void writeLabelled(ShardSet set, Decoded decoded, boolean[] members) {
    write(set, decoded, members, example -> null);
  }

  private Whitening writeUnlabelled(
      Decoded train, boolean[] members, Normalization.Table normalization) {
    spark.setJobDescription("whiten the unlabelled target images");
    Broadcast<boolean[]> unlabelled = spark.broadcast(members);
    JavaRDD<float[]> rows =
        train
            .examples()
            .filter(example -> unlabelled.value()[(int) example.id()])
            .map(example -> normalization.apply(example.pixels()));
    Whitening whitening = Whitening.fit(rows, config.prepare().components());
    unlabelled.destroy();
    LOG.info(
        "whitening: {} components explain {} of the variance",
        whitening.components(),
        "%.1f%%".formatted(100 * whitening.explainedVariance()));
    Broadcast<Whitening> fitted = spark.broadcast(whitening);
    write(
        ShardSet.TARGET_UNLABELLED,
        train,
        members,
        example -> fitted.value().apply(normalization.apply(example.pixels())));
    fitted.destroy();
    return whitening;
  }

  private void write(ShardSet set, Decoded decoded, boolean[] members, ShardJob.Whitener whitener) {
    spark.setJobDescription("write shards of " + set.directory());
    ShardAssignment assignment =
        ShardAssignment.balanced(set, members, config.workers(), Seeds.derive(config.seed(), 2));
    JavaRDD<Example> examples = decoded.examples();
    files.addAll(shards.write(set, examples, assignment, whitener));
  }

  private static boolean[] all(Decoded decoded) {
    boolean[] members = new boolean[decoded.census().labels().length];
    Arrays.fill(members, true);
    return members;
  }

  private static boolean[] complement(boolean[] members) {
    boolean[] others = new boolean[members.length];
    for (int id = 0; id < members.length; id++) {
      others[id] = !members[id];
    }
    return others;
  }

  private static long count(boolean[] members) {
    long count = 0;
    for (boolean member : members) {
      count += member ? 1 : 0;
    }
    return count;
  }

  private static List<Long> countsOf(boolean[] members, int[] labels, DatasetInfo info) {
    Long[] counts = new Long[info.classes().size()];
    Arrays.fill(counts, 0L);
    for (int id = 0; id < members.length; id++) {
      if (members[id]) {
        counts[labels[id]]++;
      }
    }
    return List.of(counts);
  }
}
