package io.lautum.evaluation.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.PngImage;
import io.lautum.data.read.Example;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.AdaptedNetwork;
import io.lautum.experiment.result.CalibrationBin;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.information.GaussianInformation;
import io.lautum.information.RunningMoments;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares all results with single passes of the models over all examples. */
class EvaluateJobTest {
  private static final int EXAMPLES = 60;
  private static final int SOURCE_CLASSES = 4;
  private static final int TARGET_CLASSES = 3;
  private static final List<TransferMethod> METHODS =
      List.of(TransferMethods.named("scratch"), TransferMethods.named("standard"));

  @TempDir Path folder;
  private ExperimentDirectory directory;
  private Manifest manifest;
  private final Map<String, TrainedModel> models = new HashMap<>();

  @BeforeEach
  void writeShardsAndModels() throws IOException {
    directory = new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    manifest = RandomShards.write(directory, 2, EXAMPLES, SOURCE_CLASSES, TARGET_CLASSES);
    write(directory.pretrained("standard"), SOURCE_CLASSES, 1);
    long seed = 2;
    for (TransferMethod method : METHODS) {
      for (int labels : new int[] {10, 20}) {
        for (int draw = 1; draw <= 2; draw++) {
          write(directory.finetuned(method.name(), labels, draw), TARGET_CLASSES, seed++);
        }
      }
    }
  }

  @Test
  void measuresEveryModel() throws IOException {
    for (String output : List.of("softmax", "features")) {
      ExperimentConfig config =
          SmallExperiment.load(
              folder,
              "draws=2",
              "pretrain.lautum.outputs=" + output,
              "pretrain.lautum.ridge=0.05",
              "evaluate.batch-size=11");
      Results results =
          new EvaluateJob(LocalSpark.context(), config, directory).run(METHODS, directory);

      assertThat(results.rows()).hasSize(4);
      for (Results.Row row : results.rows()) {
        assertRow(row);
      }
      assertThat(results.pretrain()).hasSize(1);
      Results.Pretrained pretrained = results.pretrain().get(0);
      assertThat(pretrained.method()).isEqualTo("standard");
      TrainedModel standard = model(directory.pretrained("standard"));
      assertThat(pretrained.sourceAccuracy())
          .isEqualTo(evaluation(standard, ShardSet.SOURCE_TEST, manifest.source()).accuracy());
      assertInformation(
          pretrained.lautumInformation(),
          pretrained.canonicalCorrelations(),
          estimate(standard, output));
      assertThat(results.adapted()).hasSize(4);
      for (AdaptedNetwork adapted : results.adapted()) {
        assertInformation(
            adapted.lautumInformation(),
            adapted.canonicalCorrelations(),
            estimate(model(directory.finetuned(adapted.method(), adapted.labels(), 1)), output));
      }
      try (var in = directory.files().open(directory.results())) {
        assertThat(Results.read(in, Results.FILE)).isEqualTo(results);
      }
      assertInspection(results);
    }
  }

  private void assertRow(Results.Row row) {
    List<Evaluation> draws =
        IntStream.of(1, 2)
            .mapToObj(draw -> model(directory.finetuned(row.method(), row.labels(), draw)))
            .map(model -> evaluation(model, ShardSet.TARGET_TEST, manifest.target()))
            .toList();
    assertThat(row.draws()).containsExactly(draws.get(0).accuracy(), draws.get(1).accuracy());
    assertThat(row.ece())
        .isCloseTo(
            (draws.get(0).calibrationError() + draws.get(1).calibrationError()) / 2, within(1e-6));
    assertThat(row.crossEntropy())
        .isCloseTo((draws.get(0).crossEntropy() + draws.get(1).crossEntropy()) / 2, within(1e-6));
    // The bins of both draws together contain every image, and their accuracy is that of the draws.
    assertThat(row.calibration().stream().mapToLong(CalibrationBin::count).sum())
        .isEqualTo(2 * EXAMPLES);
    assertThat(
            row.calibration().stream().mapToDouble(bin -> bin.count() * bin.accuracy()).sum()
                / (2 * EXAMPLES))
        .isCloseTo(row.mean(), within(1e-9));
    for (int i = 0; i < TARGET_CLASSES; i++) {
      for (int j = 0; j < TARGET_CLASSES; j++) {
        assertThat(row.confusion().get(i).get(j))
            .isEqualTo(
                draws.get(0).confusion().get(i).get(j) + draws.get(1).confusion().get(i).get(j));
      }
    }
  }

  private void assertInspection(Results results) throws IOException {
    Inspection inspection;
    try (var in = directory.files().open(directory.inspection())) {
      inspection = Inspection.read(in, Inspection.FILE);
    }
    assertThat(inspection.features())
        .extracting(Inspection.FeatureProjection::method)
        .containsExactly("scratch", "standard");
    assertThat(inspection.features().get(0).before()).isNull();
    assertThat(inspection.features().get(1).before().classes()).hasSize(EXAMPLES);

    Inspection.Gallery gallery = inspection.gallery();
    double best =
        results.rows().stream()
            .filter(row -> row.labels() == 20)
            .mapToDouble(Results.Row::mean)
            .max()
            .orElseThrow();
    assertThat(results.row(gallery.method(), 20).orElseThrow().mean()).isEqualTo(best);
    List<Example> examples = examples(ShardSet.TARGET_TEST, TARGET_CLASSES);
    List<float[]> probabilities =
        outputs(
            model(directory.finetuned(gallery.method(), 20, 1)),
            "softmax",
            manifest.target().normalization(),
            examples);
    List<Integer> wrong =
        IntStream.range(0, EXAMPLES)
            .filter(
                i -> Classification.of(probabilities.get(i)).predicted() != examples.get(i).label())
            .boxed()
            .sorted(
                (a, b) ->
                    Float.compare(largest(probabilities.get(b)), largest(probabilities.get(a))))
            .limit(12)
            .toList();
    assertThat(gallery.mistakes())
        .extracting(image -> (int) image.id())
        .containsExactlyElementsOf(wrong);
    for (Inspection.Classified image : gallery.mistakes()) {
      float[] expected = probabilities.get((int) image.id());
      assertThat(image.confidence()).isCloseTo(largest(expected), within(1e-5));
      assertThat(image.ofLabel()).isCloseTo(expected[image.label()], within(1e-5));
      assertThat(image.png())
          .isEqualTo(PngImage.encode(examples.get((int) image.id()).pixels(), RandomShards.SHAPE));
    }
    assertThat(gallery.uncertain())
        .isSortedAccordingTo(
            java.util.Comparator.comparingDouble(Inspection.Classified::confidence))
        .hasSize(12);
    assertThat(inspection.source()).hasSize(SOURCE_CLASSES);
    assertThat(inspection.target()).allSatisfy(samples -> assertThat(samples.pngs()).hasSize(4));
  }

  private static float largest(float[] values) {
    return values[Classification.of(values).predicted()];
  }

  private static void assertInformation(
      double information, List<Double> correlations, GaussianInformation.Estimate expected) {
    assertThat(information).isGreaterThan(0).isCloseTo(expected.value(), within(1e-5));
    assertThat(correlations).hasSameSizeAs(expected.correlations());
    for (int i = 0; i < correlations.size(); i++) {
      assertThat(correlations.get(i)).isCloseTo(expected.correlations()[i], within(1e-5));
    }
  }

  private GaussianInformation.Estimate estimate(TrainedModel model, String output) {
    List<Example> examples = examples(ShardSet.TARGET_UNLABELLED, TARGET_CLASSES);
    List<float[]> outputs = outputs(model, output, manifest.target().normalization(), examples);
    int width = outputs.get(0).length;
    RunningMoments moments = new RunningMoments(width, RandomShards.COMPONENTS);
    moments.accumulate(
        flat(outputs),
        flat(examples.stream().map(e -> RandomShards.whitened(e.pixels())).toList()),
        EXAMPLES);
    return GaussianInformation.lautum(0.05, 0.99).evaluate(moments);
  }

  private static Evaluation evaluation(TrainedModel model, ShardSet set, DatasetSummary domain) {
    int classes = domain.classes().size();
    Evaluation evaluation = new Evaluation(classes);
    List<Example> examples = examples(set, classes);
    List<float[]> outputs = outputs(model, "softmax", domain.normalization(), examples);
    for (int i = 0; i < EXAMPLES; i++) {
      evaluation.add(examples.get(i).label(), outputs.get(i));
    }
    return evaluation;
  }

  private static List<float[]> outputs(
      TrainedModel model, String output, Normalization normalization, List<Example> examples) {
    byte[][] images = examples.stream().map(Example::pixels).toArray(byte[][]::new);
    List<float[]> rows = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, normalization, EXAMPLES, Engines.AUTO)) {
      predictor.outputs(
          images, TermSpec.output(output), (first, outputs) -> rows.addAll(List.of(outputs)));
    }
    return rows;
  }

  private static double[] flat(List<float[]> rows) {
    return rows.stream()
        .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k]))
        .toArray();
  }

  private static List<Example> examples(ShardSet set, int classes) {
    return IntStream.range(0, EXAMPLES)
        .mapToObj(id -> RandomShards.example(set, id, classes))
        .toList();
  }

  private void write(org.apache.hadoop.fs.Path path, int classes, long seed) throws IOException {
    TransferNetwork network = new TransferNetwork("mlp", RandomShards.SHAPE, classes, 0);
    List<String> names = IntStream.range(0, classes).mapToObj(label -> "class " + label).toList();
    TrainedModel model =
        new TrainedModel(
            new ModelMetadata(
                network, names, manifest.target().normalization(), path.getParent().getName()),
            RandomShards.weights(network, seed));
    model.write(directory.files(), ExperimentDirectory.model(path));
    models.put(path.toString(), model);
  }

  private TrainedModel model(org.apache.hadoop.fs.Path path) {
    return models.get(path.toString());
  }
}
