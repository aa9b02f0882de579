package io.lautum.evaluation.unlabelled;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.unlabelled.ScoredImage.Uncertainty;
import io.lautum.evaluation.unlabelled.UnlabelledShardsJob.Detail;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.Adaptation.Neighbour;
import io.lautum.experiment.result.Adaptation.Picture;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.CsvLine;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.JobGroup;
import io.lautum.operations.cluster.RowsInParts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the final model's predictions for all unlabelled images, and suggests images for
 * labelling: of the images whose predictions have the largest entropy, those that are unlike each
 * other. No process holds the pixels of more than one batch, or the probabilities of more images
 * than it chooses suggestions from.
 */
public final class UnlabelledJob {
  private static final Logger LOG = LoggerFactory.getLogger(UnlabelledJob.class);

  /** Uncertain images per suggestion that is chosen from them. */
  private static final int CANDIDATES_PER_SUGGESTION = 10;

  private static final int MOST_CANDIDATES = 2000;

  /**
   * Images per candidate, so that candidates are the uncertain ones among few images too. Not kept
   * if there are too few images for the suggestions.
   */
  private static final int UNCERTAIN_SHARE = 4;

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;

  public UnlabelledJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
  }

  /**
   * Writes {@code predictions.csv} (path, label, probability) and {@code label-next.csv} (rank,
   * path, predicted, probability).
   *
   * @param test result on the test set; null without one
   */
  public Adaptation run(
      Path model,
      CrossValidation validation,
      Adaptation.Test test,
      Path predictions,
      Path labelNext)
      throws IOException {
    TrainedModel trained = TrainedModel.read(directory.files(), model);
    LOG.info("adapt: predict {} unlabelled images", manifest.examples(ShardSet.TARGET_UNLABELLED));
    JobGroup jobs = JobGroup.begin(spark, "predict", "predict the unlabelled images");
    try (UnlabelledShardsJob shards =
        new UnlabelledShardsJob(
            spark,
            manifest,
            directory.shards(),
            trained,
            config.evaluateBatch(),
            config.network().engine())) {
      JavaRDD<ScoredImage> scores = shards.scores().persist(StorageLevel.DISK_ONLY());
      try {
        Shard pool =
            new ShardReader(spark.hadoopConfiguration(), directory.shards())
                .readAll(ShardSet.TARGET_LABELLED, manifest);
        NearestLabelled nearest = nearest(pool, trained);
        List<Picture> suggestions = suggestions(shards, scores, nearest);
        write(labelNext, suggestions);
        List<Long> counts = write(predictions, scores, trained.metadata().classes());
        return new Adaptation(
            trained.metadata().method(),
            trained.metadata().classes(),
            counts,
            test,
            suggestions,
            Contradictions.of(validation, pool, manifest.target(), nearest));
      } finally {
        scores.unpersist();
      }
    } finally {
      jobs.restore();
    }
  }

  private NearestLabelled nearest(Shard pool, TrainedModel model) {
    try (Predictor predictor =
        new Predictor(
            model,
            manifest.target().normalization(),
            config.evaluateBatch(),
            config.network().engine())) {
      return NearestLabelled.of(pool, manifest.target(), predictor);
    }
  }

  private List<Picture> suggestions(
      UnlabelledShardsJob shards, JavaRDD<ScoredImage> scores, NearestLabelled nearest) {
    int wanted = config.adapt().suggestions();
    long images = manifest.examples(ShardSet.TARGET_UNLABELLED);
    if (wanted == 0 || images == 0 || config.targetSets().labelledServeAsUnlabelled()) {
      return List.of();
    }
    int most = candidates(wanted, images);
    List<ScoredImage> uncertain = mostUncertain(scores, most);
    Map<Long, float[]> features =
        shards.features(ids(uncertain)).stream()
            .collect(Collectors.toMap(Detail::id, Detail::features));
    float[][] rows =
        uncertain.stream().map(image -> features.get(image.id())).toArray(float[][]::new);
    List<ScoredImage> chosen =
        Arrays.stream(DiverseChoice.of(rows, wanted)).mapToObj(uncertain::get).toList();
    Map<Long, byte[]> pictures =
        shards.pictures(ids(chosen)).stream().collect(Collectors.toMap(Detail::id, Detail::png));
    return chosen.stream()
        .map(
            image -> picture(image, pictures.get(image.id()), nearest.to(features.get(image.id()))))
        .toList();
  }

  /**
   * Returns the most uncertain images, the most uncertain first. Every shard returns as many
   * entropies, but their probabilities together could exceed {@code spark.driver.maxResultSize}.
   */
  private static List<ScoredImage> mostUncertain(JavaRDD<ScoredImage> scores, int most) {
    List<Uncertainty> ranked = scores.map(Uncertainty::of).takeOrdered(most);
    Set<Long> ids = ranked.stream().map(Uncertainty::id).collect(Collectors.toSet());
    Map<Long, ScoredImage> images =
        scores.filter(image -> ids.contains(image.id())).collect().stream()
            .collect(Collectors.toMap(ScoredImage::id, Function.identity()));
    return ranked.stream().map(one -> images.get(one.id())).toList();
  }

  /** Returns the number of the most uncertain images that suggestions are chosen from. */
  static int candidates(int wanted, long images) {
    long uncertain = Math.min(CANDIDATES_PER_SUGGESTION * (long) wanted, images / UNCERTAIN_SHARE);
    return (int) Math.max(wanted, Math.min(MOST_CANDIDATES, uncertain));
  }

  private static Set<Long> ids(List<ScoredImage> images) {
    return images.stream().map(ScoredImage::id).collect(Collectors.toSet());
  }

  private static Picture picture(ScoredImage image, byte[] png, List<Neighbour> neighbours) {
    Classification classification = image.classification();
    return new Picture(
        image.name(),
        null,
        classification.predicted(),
        classification.confidence(),
        png,
        neighbours);
  }

  private void write(Path file, List<Picture> suggestions) throws IOException {
    List<String> classes = manifest.target().classes();
    StringBuilder text =
        new StringBuilder(CsvLine.of(List.of("rank", "path", "predicted", "probability")));
    for (int i = 0; i < suggestions.size(); i++) {
      Picture image = suggestions.get(i);
      text.append(
          CsvLine.of(
              List.of(
                  i + 1,
                  image.name(),
                  classes.get(image.predicted()),
                  (float) image.probability())));
    }
    AtomicFile.write(directory.files(), file, text.toString());
  }

  /** A line of the predictions. */
  private record Predicted(String name, int label, float probability) implements Serializable {
    static Predicted of(ScoredImage image) {
      Classification predicted = image.classification();
      return new Predicted(image.name(), predicted.predicted(), predicted.confidence());
    }
  }

  /** Writes the predictions sorted by path, and returns their numbers by class. */
  private List<Long> write(Path file, JavaRDD<ScoredImage> scores, List<String> classes)
      throws IOException {
    long[] counts = new long[classes.size()];
    FileSystem files = directory.files();
    // Without the probabilities of the other classes, which would all pass through the driver.
    JavaRDD<Predicted> sorted =
        scores.map(Predicted::of).sortBy(Predicted::name, true, scores.getNumPartitions());
    AtomicFile.write(
        files,
        file,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          writer.write(CsvLine.of(List.of("path", "label", "probability")));
          Iterator<Predicted> images = new RowsInParts<>(sorted);
          while (images.hasNext()) {
            Predicted image = images.next();
            counts[image.label]++;
            writer.write(
                CsvLine.of(List.of(image.name, classes.get(image.label), image.probability)));
          }
          writer.flush();
        });
    return Arrays.stream(counts).boxed().toList();
  }
}
