package io.lautum.evaluation.evaluate;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.PngImage;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Inspection.ClassSamples;
import io.lautum.experiment.result.Inspection.Classified;
import io.lautum.experiment.result.Inspection.FeatureProjection;
import io.lautum.experiment.result.Inspection.Gallery;
import io.lautum.experiment.result.Inspection.Projection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.network.model.Predictor;
import io.lautum.network.spec.NetworkGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Chooses the images that a report shows, and passes them through an experiment's models. */
final class InspectionJob {
  /** Number of images; enough to show clusters, and few enough for a small file. */
  private static final int FEATURE_IMAGES = 400;

  private static final int SAMPLES = 4;
  private static final int SAMPLED_CLASSES = 12;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;
  private final ModelJob models;

  InspectionJob(
      ExperimentConfig config, ExperimentDirectory directory, Manifest manifest, ModelJob models) {
    this.config = config;
    this.directory = directory;
    this.manifest = manifest;
    this.models = models;
  }

  /**
   * Inspects the models at the largest number of labels.
   *
   * @param rows accuracies that determine the gallery's model
   */
  Inspection run(List<TransferMethod> methods, List<Results.Row> rows) {
    return new Inspection(
        features(methods),
        gallery(rows),
        samples(ShardSet.SOURCE_TRAIN, manifest.source()),
        samples(ShardSet.TARGET_LABELLED, manifest.target()));
  }

  private int mostLabels() {
    return config.labels().stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  private List<FeatureProjection> features(List<TransferMethod> methods) {
    List<Path> paths = new ArrayList<>();
    for (TransferMethod method : methods) {
      if (method.before().usesSource()) {
        paths.add(pretrained(method.before()));
      }
      paths.add(finetuned(method.name()));
    }
    paths = paths.stream().distinct().toList();
    List<Projection> projections = projections(paths);
    List<FeatureProjection> maps = new ArrayList<>();
    for (TransferMethod method : methods) {
      int before = paths.indexOf(pretrained(method.before()));
      int after = paths.indexOf(finetuned(method.name()));
      maps.add(
          new FeatureProjection(
              method.name(),
              mostLabels(),
              before < 0 ? null : projections.get(before),
              projections.get(after)));
    }
    return maps;
  }

  /** Projects the same images for every model: the first images of each class in every shard. */
  private List<Projection> projections(List<Path> paths) {
    int classes = manifest.target().classes().size();
    int shards = manifest.files(ShardSet.TARGET_TEST).size();
    int perClass = Math.max(1, FEATURE_IMAGES / (classes * Math.max(1, shards)));
    List<Projection> projections = new ArrayList<>();
    models.run(
        paths,
        ShardSet.TARGET_TEST,
        manifest.target().normalization(),
        (predictor, shard) -> features(predictor, shard, classes, perClass),
        LabelledFeatures::with,
        features -> projections.add(features.project()));
    return projections;
  }

  private static LabelledFeatures features(
      Predictor predictor, Shard shard, int classes, int perClass) {
    List<Integer> chosen = firstOfEachClass(shard, classes, perClass);
    byte[][] pixels = chosen.stream().map(i -> shard.pixels()[i]).toArray(byte[][]::new);
    float[][] features = new float[pixels.length][];
    predictor.outputs(
        pixels,
        NetworkGraph.FEATURES,
        (first, outputs) -> System.arraycopy(outputs, 0, features, first, outputs.length));
    return new LabelledFeatures(
        chosen.stream().mapToInt(i -> shard.labels()[i]).toArray(), features);
  }

  private static List<Integer> firstOfEachClass(Shard shard, int classes, int perClass) {
    int[] seen = new int[classes];
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < shard.size(); i++) {
      int label = shard.labels()[i];
      if (label < classes && seen[label]++ < perClass) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  /**
   * Returns the gallery of the most accurate method at the largest number of labels, for draw 1.
   */
  private Gallery gallery(List<Results.Row> rows) {
    Results.Row best =
        rows.stream()
            .filter(row -> row.labels() == mostLabels())
            .max(Comparator.comparingDouble(Results.Row::mean))
            .orElseThrow();
    // Local variables, so that the row is not sent to executors.
    String method = best.method();
    int labels = best.labels();
    DatasetSummary target = manifest.target();
    List<Gallery> galleries = new ArrayList<>();
    models.run(
        List.of(finetuned(method)),
        ShardSet.TARGET_TEST,
        manifest.target().normalization(),
        (predictor, shard) -> ShardGallery.of(method, labels, predictor, shard, target),
        (a, b) -> {
          List<Classified> all = new ArrayList<>(a.mistakes());
          all.addAll(b.mistakes());
          List<Classified> unsure = new ArrayList<>(a.uncertain());
          unsure.addAll(b.uncertain());
          return new Gallery(
              a.method(),
              a.labels(),
              a.draw(),
              ShardGallery.first(all, ShardGallery.MOST_CONFIDENT),
              ShardGallery.first(unsure, ShardGallery.LEAST_CONFIDENT));
        },
        galleries::add);
    return galleries.get(0);
  }

  private List<ClassSamples> samples(ShardSet set, DatasetSummary domain) {
    ImageShape shape = domain.shape();
    if (domain.normalization().ofVectors()) {
      return List.of();
    }
    int classes = Math.min(SAMPLED_CLASSES, domain.classes().size());
    return models.first(
        set,
        shard -> {
          Map<Integer, List<byte[]>> pngs = new LinkedHashMap<>();
          for (int k = 0; k < classes; k++) {
            pngs.put(k, new ArrayList<>());
          }
          for (int i : firstOfEachClass(shard, classes, SAMPLES)) {
            pngs.get(shard.labels()[i]).add(PngImage.encode(shard.pixels()[i], shape));
          }
          return pngs.entrySet().stream()
              .map(e -> new ClassSamples(e.getKey(), e.getValue()))
              .toList();
        });
  }

  private Path pretrained(PreTransfer method) {
    return ExperimentDirectory.model(directory.pretrained(method.name()));
  }

  /** Returns the model of the first draw of the largest number of labels. */
  private Path finetuned(String method) {
    return ExperimentDirectory.model(directory.finetuned(method, mostLabels(), 1));
  }
}
