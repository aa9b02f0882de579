package io.lautum.data.prepare;

import io.lautum.Text;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.PrepareConfig;
import io.lautum.experiment.random.RandomStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes subsets of datasets, and writes sets of their examples as shards. */
final class PreparedSets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedSets.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final Path folder;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final List<DecodedDataset> decoded = new ArrayList<>();
  private final List<Manifest.File> files = new ArrayList<>();
  private final long start = System.nanoTime();
  private long imagesRead;
  private long nanosReading;

  /**
   * @param folder folder of the shards
   */
  PreparedSets(JavaSparkContext spark, ExperimentConfig config, Path folder) {
    this.spark = spark;
    this.config = config;
    this.folder = folder;
    hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }

  /** Decodes a dataset, with at least one task per worker and per slot for each subset. */
  DecodedDataset decode(RawDataset dataset) {
    int slices = Math.max(config.workers(), spark.defaultParallelism());
    long begin = System.nanoTime();
    DecodedDataset result = DecodedDataset.read(spark, hadoop, dataset, slices);
    nanosReading += System.nanoTime() - begin;
    imagesRead += result.files();
    decoded.add(result);
    return result;
  }

  /** Returns all datasets that were decoded. */
  List<DecodedDataset> decoded() {
    return decoded;
  }

  /** Writes all examples of a subset as a labelled set. */
  void writeLabelled(ShardSet set, RawDataset dataset, DecodedSplit decoded) {
    writeLabelled(set, dataset, decoded, ShardMembership.ALL, decoded.statistics().size());
  }

  /** Writes some examples of a subset as a labelled set. */
  void writeLabelled(
      ShardSet set, RawDataset dataset, DecodedSplit decoded, ShardMembership members, long count) {
    ShardedExamples examples = shard(set, dataset, decoded, members, count);
    files.addAll(examples.write(folder, hadoop, example -> null));
  }

  /**
   * Whitens some examples of a subset, unless no components are wanted, and writes them as the
   * unlabelled set.
   */
  Manifest.Components writeUnlabelled(
      RawDataset dataset,
      DecodedSplit decoded,
      ShardMembership members,
      long count,
      Normalization.Table normalization) {
    ShardedExamples examples = shard(ShardSet.TARGET_UNLABELLED, dataset, decoded, members, count);
    if (config.prepare().components() == 0) {
      files.addAll(examples.write(folder, hadoop, example -> new float[0]));
      return new Manifest.Components(0, 0);
    }
    spark.setJobDescription("whiten the unlabelled target images");
    // Reads by shard instead of as decoded, so that the order of summation is the same on every
    // cluster.
    JavaRDD<float[]> rows =
        examples.examples().map(example -> normalization.apply(example.pixels()));
    FeatureMap features = features(rows, count, dataset.info());
    Whitening whitening =
        Whitening.fit(
            rows.map(features::apply),
            config.prepare().components(),
            config.prepare().exactPcaMaxValues(),
            RandomStream.PRINCIPAL_COMPONENTS.seed(config.seed()));
    LOG.info(
        "whitening: {} components explain {} of the variance",
        whitening.components(),
        Text.format("%.1f%%", 100 * whitening.explainedVariance()));
    FeatureMap whitened = example -> whitening.apply(features.apply(example));
    Broadcast<Sent<FeatureMap>> map = spark.broadcast(new Sent<>(whitened));
    try {
      files.addAll(
          examples.write(
              folder,
              hadoop,
              example -> map.value().value().apply(normalization.apply(example.pixels()))));
    } finally {
      map.destroy();
    }
    return new Manifest.Components(whitening.components(), whitening.explainedVariance());
  }

  /** Computes the features of a normalised example, before or after whitening. */
  private interface FeatureMap extends Serializable {
    float[] apply(float[] example);
  }

  private FeatureMap features(JavaRDD<float[]> rows, long count, DatasetInfo info) {
    PrepareConfig prepare = config.prepare();
    if (prepare.features() == PrepareConfig.Features.PIXELS) {
      return example -> example;
    }
    spark.setJobDescription("learn patches of the unlabelled target images");
    return new PatchDictionaryFit(
                prepare.patchSide(), prepare.patchCount(), RandomStream.PATCHES.seed(config.seed()))
            .fit(rows, count, info.shape())
        ::apply;
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
    DatasetInfo info = dataset.info();
    return new ShardedExamples(
        set, decoded, assignment, info.shape().size() * info.values().bytes());
  }

  /** Returns the files that were written, in their order. */
  List<Manifest.File> files() {
    return files;
  }

  /** Logs how many images were read and written per second. */
  void logThroughput() {
    long nanos = System.nanoTime() - start;
    double reading = nanosReading / 1e9;
    double rest = (nanos - nanosReading) / 1e9;
    LOG.info(
        "prepared {} images in {} s: read at {} images/s in {} s, {} at {} images/s in {} s",
        imagesRead,
        Text.format("%.1f", nanos / 1e9),
        Math.round(imagesRead / reading),
        Text.format("%.1f", reading),
        config.prepare().components() == 0 ? "written" : "whitened and written",
        Math.round(imagesRead / rest),
        Text.format("%.1f", rest));
  }

  @Override
  public void close() {
    decoded.forEach(DecodedDataset::close);
    hadoop.destroy();
  }
}
