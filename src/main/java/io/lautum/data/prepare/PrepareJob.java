package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import io.lautum.data.shard.DatasetFindings;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.operations.cluster.Gpus;
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
 * <p>The shards depend only on the data and on the keys {@code seed}, {@code workers}, {@code
 * image} and {@code prepare}, not on the number of slots. Labels of the target's training set
 * determine only the pool.
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
   * Replaces the folder of shards. The manifest is written last, so that a folder with a manifest
   * is complete.
   *
   * @throws DataException if a dataset is malformed, or has bad files that are not to be left out;
   *     a fault of the former kind that decoding finds is the cause of Spark's exception
   * @throws UserException if the cluster has too few GPUs for the requested executors
   */
  public Manifest run() throws IOException {
    Gpus.requireAttainable(spark, config.workers());
    long start = System.nanoTime();
    RawDataset storedSource = RawDataset.open(config.source(), spark.hadoopConfiguration());
    RawDataset storedTarget = RawDataset.open(config.target(), spark.hadoopConfiguration());
    ImageFit fit = RawDataset.commonFit(config.image(), storedSource, storedTarget);
    RawDataset source = storedSource.fitted(fit);
    RawDataset target = storedTarget.fitted(fit);
    directory.files().delete(directory.shards(), true);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    spark.setJobGroup("prepare", "prepare");
    try {
      // Reads all images before the first shard is written, so that all bad files are reported.
      try (DecodedDataset decodedSource = decode(source, hadoop);
          DecodedDataset decodedTarget = decode(target, hadoop)) {
        List<DecodedDataset> datasets = List.of(decodedSource, decodedTarget);
        new BadFiles(directory).check(datasets);
        List<DatasetFindings> findings = datasets.stream().map(DecodedDataset::findings).toList();
        findings.forEach(
            found ->
                found.fileSentences().forEach(text -> LOG.warn("{}: {}", found.dataset(), text)));
        List<Manifest.File> files = new ArrayList<>();
        Manifest.Domain sourceDomain = prepareSource(decodedSource, hadoop, files);
        Manifest manifest = prepareTarget(decodedTarget, sourceDomain, hadoop, files, findings);
        manifest.write(directory.files(), directory.shards());
        logThroughput(System.nanoTime() - start);
        return manifest;
      }
    } finally {
      spark.clearJobGroup();
      hadoop.destroy();
    }
  }

  private void logThroughput(long nanos) {
    double reading = nanosReading / 1e9;
    double rest = (nanos - nanosReading) / 1e9;
    LOG.info(
        "prepared {} images in {} s: read at {} images/s in {} s, whitened and written at {}"
            + " images/s in {} s",
        imagesRead,
        "%.1f".formatted(nanos / 1e9),
        Math.round(imagesRead / reading),
        "%.1f".formatted(reading),
        Math.round(imagesRead / rest),
        "%.1f".formatted(rest));
  }

  private Manifest.Domain prepareSource(
      DecodedDataset decoded,
      Broadcast<SerializableConfiguration> hadoop,
      List<Manifest.File> files) {
    RawDataset source = decoded.raw();
    DecodedSplit train = decoded.train();
    DecodedSplit test = decoded.test();
    Manifest.Counts counts = train.census().counts(source.name(Split.TRAIN), source.info());
    Manifest.Counts testCounts = SplitStatistics.counts(test.census().byClass());
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

  private Manifest prepareTarget(
      DecodedDataset decoded,
      Manifest.Domain source,
      Broadcast<SerializableConfiguration> hadoop,
      List<Manifest.File> files,
      List<DatasetFindings> findings) {
    RawDataset target = decoded.raw();
    DatasetInfo info = target.info();
    DecodedSplit train = decoded.train();
    DecodedSplit test = decoded.test();
    Manifest.Counts counts = train.census().counts(target.name(Split.TRAIN), info);
    Manifest.Counts testCounts = SplitStatistics.counts(test.census().byClass());
    Normalization normalization = train.census().normalization(info.shape());
    spark.setJobDescription("choose the labelled pool of " + target.name(Split.TRAIN));
    LabelledPool pool =
        LabelledPool.choose(
            train.labels(),
            train.census().byClass(),
            config.prepare().labelledFraction(),
            RandomStream.LABELLED_POOL.seed(config.seed()));
    Manifest.Counts pooled = SplitStatistics.counts(pool.byClass());
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
        files,
        findings);
  }

  private DecodedDataset decode(RawDataset dataset, Broadcast<SerializableConfiguration> hadoop) {
    int slices = Math.max(config.workers(), spark.defaultParallelism());
    long start = System.nanoTime();
    DecodedDataset decoded = DecodedDataset.read(spark, hadoop, dataset, slices);
    nanosReading += System.nanoTime() - start;
    imagesRead += decoded.files();
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
    // Reads by shard instead of as decoded, so that the order of summation is the same on every
    // cluster.
    JavaRDD<float[]> rows =
        examples.examples().map(example -> normalization.apply(example.pixels()));
    Whitening whitening =
        Whitening.fit(
            rows,
            config.prepare().components(),
            config.prepare().exactPcaMaxValues(),
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

  private ShardedExamples shardAll(ShardSet set, RawDataset dataset, DecodedSplit decoded) {
    return shard(set, dataset, decoded, ShardMembership.ALL, decoded.census().size());
  }

  private ShardedExamples shard(
      ShardSet set, RawDataset dataset, DecodedSplit decoded, ShardMembership members, long count) {
    spark.setJobDescription("write shards of " + set.directory());
    ShardAssignment assignment =
        ShardAssignment.balanced(
            set,
            decoded.labels(),
            members,
            count,
            config.workers(),
            RandomStream.SHARDS.seed(config.seed()));
    return new ShardedExamples(set, decoded, assignment, dataset.info().shape().size());
  }
}
