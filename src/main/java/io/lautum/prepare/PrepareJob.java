package io.lautum.prepare;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.config.DatasetConfig;
import io.lautum.config.ExperimentConfig;
import io.lautum.data.DatasetInfo;
import io.lautum.data.DatasetReader;
import io.lautum.data.DatasetFormats;
import io.lautum.data.RandomStream;
import io.lautum.data.Subset;
import io.lautum.device.Gpus;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import io.lautum.shard.ShardSet;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes both datasets, splits the target's training set into a labelled pool and an unlabelled
 * rest, whitens the rest, and writes shards balanced to the number of workers.
 *
 * <p>The shards depend on the data and on the keys {@code seed}, {@code workers} and {@code
 * prepare} alone, and not on the number of slots. Labels of the target's training set decide what
 * is in the pool, and no more.
 */
public final class PrepareJob {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareJob.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private long imagesRead;
  private long nanosReading;

  public PrepareJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
  }

  /**
   * Replaces the folder of shards; the manifest comes last, so that a folder with one is whole.
   *
   * @throws DataException if a dataset is not what it promises; what is found while decoding comes
   *     as the cause of Spark's exception
   * @throws UserException if the two datasets do not go together, or the cluster has too few GPUs
   *     for the executors that were asked for
   */
  public Manifest run() throws IOException {
    Gpus.requireAttainable(spark, config.workers());
    long start = System.nanoTime();
    Domain source = open(config.source());
    Domain target = open(config.target());
    requireSameShape(source.info(), target.info());
    directory.files().delete(directory.shards(), true);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    spark.setJobGroup("prepare", "prepare");
    try {
      List<Manifest.File> files = new ArrayList<>();
      Manifest.Domain sourceDomain = prepareSource(source, hadoop, files);
      Manifest manifest = prepareTarget(target, sourceDomain, hadoop, files);
      manifest.write(directory.files(), directory.shards());
      logThroughput(System.nanoTime() - start);
      return manifest;
    } finally {
      spark.clearJobGroup();
      hadoop.destroy();
    }
  }

  private void logThroughput(long nanos) {
    double reading = nanosReading / 1e9;
    double rest = (nanos - nanosReading) / 1e9;
    LOG.info(
        "prepared {} images in {} s: read at {} images/s in {} s, whitened and written at {} images/s in {} s",
        imagesRead,
        "%.1f".formatted(nanos / 1e9),
        Math.round(imagesRead / reading),
        "%.1f".formatted(reading),
        Math.round(imagesRead / rest),
        "%.1f".formatted(rest));
  }

  /** A dataset before it is decoded. */
  private record Domain(DatasetConfig config, DatasetReader reader, DatasetInfo info) {
    String name(Subset subset) {
      return config.name() + " " + subset.directory();
    }
  }

  private Domain open(DatasetConfig dataset) throws IOException {
    DatasetReader reader = DatasetFormats.open(dataset);
    return new Domain(dataset, reader, reader.info(spark.hadoopConfiguration()));
  }

  private void requireSameShape(DatasetInfo source, DatasetInfo target) {
    if (!source.shape().equals(target.shape())) {
      throw new UserException(
          "source %s has images of %s, target %s of %s: expected the same shape (channels x height x width)"
              .formatted(
                  config.source().name(), source.shape(), config.target().name(), target.shape()));
    }
  }

  private Manifest.Domain prepareSource(
      Domain source, Broadcast<SerializableConfiguration> hadoop, List<Manifest.File> files) {
    try (Decoded train = decode(source, Subset.TRAIN, hadoop);
        Decoded test = decode(source, Subset.TEST, hadoop)) {
      Manifest.Counts counts = train.census().counts(source.name(Subset.TRAIN), source.info());
      Manifest.Counts testCounts = test.census().counts(source.name(Subset.TEST), source.info());
      files.addAll(writeLabelled(shardAll(ShardSet.SOURCE_TRAIN, source, train), hadoop));
      files.addAll(writeLabelled(shardAll(ShardSet.SOURCE_TEST, source, test), hadoop));
      return new Manifest.Domain(
          config.source().name(),
          source.info().shape(),
          source.info().classes(),
          train.census().normalization(source.info().shape()),
          counts,
          null,
          null,
          testCounts);
    }
  }

  private Manifest prepareTarget(
      Domain target,
      Manifest.Domain source,
      Broadcast<SerializableConfiguration> hadoop,
      List<Manifest.File> files) {
    DatasetInfo info = target.info();
    try (Decoded train = decode(target, Subset.TRAIN, hadoop);
        Decoded test = decode(target, Subset.TEST, hadoop)) {
      Manifest.Counts counts = train.census().counts(target.name(Subset.TRAIN), info);
      Manifest.Counts testCounts = test.census().counts(target.name(Subset.TEST), info);
      Normalization normalization = train.census().normalization(info.shape());
      spark.setJobDescription("choose the labelled pool of " + target.name(Subset.TRAIN));
      LabelledPool pool =
          LabelledPool.choose(
              train.labels(),
              train.census().byClass(),
              config.prepare().labelledFraction(),
              RandomStream.LABELLED_POOL.seed(config.seed()));
      Manifest.Counts pooled = Census.counts(pool.byClass());
      Manifest.Counts rest = new Manifest.Counts(counts.count() - pooled.count(), null);
      files.addAll(
          writeLabelled(
              shard(ShardSet.TARGET_LABELLED, target, train, pool, pooled.count()), hadoop));
      files.addAll(writeLabelled(shardAll(ShardSet.TARGET_TEST, target, test), hadoop));
      Whitening whitening =
          writeUnlabelled(
              shard(ShardSet.TARGET_UNLABELLED, target, train, pool.rest(), rest.count()),
              normalization.table(info.shape()),
              hadoop,
              files);
      Manifest.Domain domain =
          new Manifest.Domain(
              config.target().name(),
              info.shape(),
              info.classes(),
              normalization,
              counts,
              pooled,
              rest,
              testCounts);
      return new Manifest(
          config.seed(),
          config.workers(),
          source,
          domain,
          new Manifest.Components(whitening.components(), whitening.explainedVariance()),
          files);
    }
  }

  private Decoded decode(
      Domain domain, Subset subset, Broadcast<SerializableConfiguration> hadoop) {
    LOG.info("reading {}", domain.name(subset));
    spark.setJobDescription("read " + domain.name(subset));
    int slices = Math.max(config.workers(), spark.defaultParallelism());
    long start = System.nanoTime();
    Decoded decoded = Decoded.read(spark, hadoop, domain.reader(), domain.info(), subset, slices);
    nanosReading += System.nanoTime() - start;
    imagesRead += decoded.census().size();
    LOG.info(
        "{}: {} images of {}", domain.name(subset), decoded.census().size(), domain.info().shape());
    return decoded;
  }

  private List<Manifest.File> writeLabelled(
      ShardedExamples examples, Broadcast<SerializableConfiguration> hadoop) {
    return examples.write(directory.shards(), hadoop, example -> null);
  }

  private Whitening writeUnlabelled(
      ShardedExamples examples,
      Normalization.Table normalization,
      Broadcast<SerializableConfiguration> hadoop,
      List<Manifest.File> files) {
    spark.setJobDescription("whiten the unlabelled target images");
    // By shard and not as decoded: the order of summation is then the same on every cluster.
    JavaRDD<float[]> rows =
        examples.examples().map(example -> normalization.apply(example.pixels()));
    Whitening whitening =
        Whitening.fit(
            rows,
            config.prepare().components(),
            config.prepare().exactUpTo(),
            RandomStream.PRINCIPAL_COMPONENTS.seed(config.seed()));
    LOG.info(
        "whitening: {} components explain {} of the variance",
        whitening.components(),
        "%.1f%%".formatted(100 * whitening.explainedVariance()));
    Broadcast<Whitening> fitted = spark.broadcast(whitening);
    try {
      files.addAll(
          examples.write(
              directory.shards(),
              hadoop,
              example -> fitted.value().apply(normalization.apply(example.pixels()))));
    } finally {
      fitted.destroy();
    }
    return whitening;
  }

  private ShardedExamples shardAll(ShardSet set, Domain domain, Decoded decoded) {
    return shard(set, domain, decoded, Members.ALL, decoded.census().size());
  }

  private ShardedExamples shard(
      ShardSet set, Domain domain, Decoded decoded, Members members, long count) {
    spark.setJobDescription("write shards of " + set.directory());
    ShardAssignment assignment =
        ShardAssignment.balanced(
            set,
            decoded.labels(),
            members,
            count,
            config.workers(),
            RandomStream.SHARDS.seed(config.seed()));
    return new ShardedExamples(set, decoded, assignment, domain.info().shape().size());
  }
}
