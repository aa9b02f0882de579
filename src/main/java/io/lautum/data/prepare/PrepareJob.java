package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.encoder.Encoding;
import io.lautum.data.encoder.EncodingJob;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import io.lautum.data.shard.DatasetFindings;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.operations.cluster.Gpus;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes both datasets and writes shards balanced to the number of workers. The target's training
 * set is split into a labelled pool and an unlabelled rest, which is whitened, unless the target's
 * sets are in separate places.
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
    Configuration hadoop = spark.hadoopConfiguration();
    RawDataset storedSource =
        config.source() == null ? null : RawDataset.open(config.source(), hadoop);
    RawTarget storedTarget = RawTarget.open(config, hadoop);
    List<RawDataset> all = new ArrayList<>(storedTarget.datasets());
    if (storedSource != null) {
      all.add(storedSource);
    }
    Encoding encoding =
        config.image().encoder().isEmpty()
            ? null
            : new EncodingJob(spark).open(config.image(), directory.embeddings());
    UnaryOperator<RawDataset> fitted = fitted(all, encoding);
    RawTarget target = storedTarget.with(fitted);
    RawDataset source = storedSource == null ? null : fitted.apply(storedSource);
    PatchDictionaryFit.require(config.prepare(), target.labelled().info());
    directory.files().delete(directory.shards(), true);
    JobGroup jobs = JobGroup.begin(spark, "prepare", "prepare");
    try (PreparedSets sets = new PreparedSets(spark, config, directory.shards())) {
      // Reads all images before the first shard is written, so that all bad files are reported.
      DecodedDataset decodedSource = source == null ? null : sets.decode(source);
      DecodedTarget decodedTarget = DecodedTarget.of(target, sets);
      new BadFiles(directory).check(sets.decoded());
      List<DatasetFindings> findings = findings(sets, decodedTarget);
      DatasetSummary sourceDomain =
          decodedSource == null ? null : prepareSource(decodedSource, sets);
      Manifest manifest =
          config.targetSets().areSeparate()
              ? new SeparateTarget(config, decodedTarget, sets).prepare(sourceDomain)
              : prepareTarget(decodedTarget.labelled(), sourceDomain, sets);
      Manifest complete = manifest.with(findings, encoding == null ? null : encoding.description());
      complete.write(directory.files(), directory.shards());
      sets.logThroughput();
      if (encoding != null) {
        LOG.info("image.encoder: {} images were encoded", encoding.computed(hadoop));
      }
      return complete;
    } finally {
      jobs.restore();
    }
  }

  /** Returns the change of datasets that gives all examples one shape. */
  private UnaryOperator<RawDataset> fitted(List<RawDataset> all, Encoding encoding) {
    if (encoding != null) {
      return dataset -> dataset.encoded(encoding);
    }
    ImageFit fit = RawDataset.commonFit(config.image(), all);
    return dataset -> VectorTables.inOrderOf(all.get(0), dataset).fitted(fit);
  }

  private List<DatasetFindings> findings(PreparedSets sets, DecodedTarget target)
      throws IOException {
    List<String> used = new ArrayList<>(List.of(directory.root().toString()));
    sets.decoded().forEach(dataset -> used.add(dataset.raw().config().path()));
    List<DatasetFindings> findings = new ArrayList<>();
    for (DecodedDataset dataset : sets.decoded()) {
      DatasetFindings found = dataset.findings();
      List<String> doubts = new ArrayList<>();
      if (dataset != target.unlabelled() && dataset != target.test()) {
        doubts.addAll(DataDoubts.of(dataset));
        dataset.raw().unusedFolders(spark.hadoopConfiguration(), used).ifPresent(doubts::add);
      }
      if (dataset == target.labelled()) {
        doubts.addAll(DataDoubts.of(target));
      }
      found.fileSentences().forEach(text -> LOG.warn("{}: {}", found.dataset(), text));
      doubts.forEach(text -> LOG.warn("{}: {}", found.dataset(), text));
      findings.add(found.with(doubts));
    }
    return findings;
  }

  private DatasetSummary prepareSource(DecodedDataset decoded, PreparedSets sets) {
    RawDataset source = decoded.raw();
    DecodedSplit train = decoded.train();
    Manifest.Counts counts = train.statistics().counts(source.name(Split.TRAIN), source.info());
    Manifest.Counts testCounts = SplitStatistics.counts(decoded.test().statistics().byClass());
    sets.writeLabelled(ShardSet.SOURCE_TRAIN, source, train);
    sets.writeLabelled(ShardSet.SOURCE_TEST, source, decoded.test());
    return new DatasetSummary(
        config.source().name(),
        source.info().shape(),
        source.info().classes(),
        train.statistics().normalization(source.info().shape()),
        counts,
        null,
        null,
        testCounts,
        source.info().columns());
  }

  private Manifest prepareTarget(DecodedDataset decoded, DatasetSummary source, PreparedSets sets) {
    RawDataset target = decoded.raw();
    DatasetInfo info = target.info();
    DecodedSplit train = decoded.train();
    Manifest.Counts counts = train.statistics().counts(target.name(Split.TRAIN), info);
    Manifest.Counts testCounts = SplitStatistics.counts(decoded.test().statistics().byClass());
    Normalization normalization = train.statistics().normalization(info.shape());
    spark.setJobDescription("choose the labelled pool of " + target.name(Split.TRAIN));
    LabelledPool pool =
        LabelledPool.choose(
            train.labels(),
            train.statistics().byClass(),
            config.prepare().labelledFraction(),
            RandomStream.LABELLED_POOL.seed(config.seed()));
    Manifest.Counts pooled = SplitStatistics.counts(pool.byClass());
    Manifest.Counts rest = new Manifest.Counts(counts.count() - pooled.count(), null);
    sets.writeLabelled(ShardSet.TARGET_LABELLED, target, train, pool, pooled.count());
    sets.writeLabelled(ShardSet.TARGET_TEST, target, decoded.test());
    Manifest.Components whitening =
        sets.writeUnlabelled(
            target, train, pool.rest(), rest.count(), normalization.table(info.shape()));
    DatasetSummary domain =
        new DatasetSummary(
            config.target().name(),
            info.shape(),
            info.classes(),
            normalization,
            counts,
            pooled,
            rest,
            testCounts,
            info.columns());
    return new Manifest(config.seed(), config.workers(), source, domain, whitening, sets.files());
  }
}
