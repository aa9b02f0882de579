package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.PopulationStatistics;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.training.NetworkBlueprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetStatisticsTest {
  private static final String TARGET = "finetune.batch-statistics=target";
  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
  private static final TransferNetwork CNN = new TransferNetwork("cnn", SHAPE, 3, 0);
  private static final Normalization.Table NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f}).table(SHAPE);
  private static final TargetExamples EXAMPLES =
      new TargetExamples(images(6, 1), new int[] {0, 1, 2, 0, 1, 2}, ImageStore.of(images(9, 2)));

  @TempDir Path folder;

  /** Steps with the minibatches' statistics train the same weights. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void modelHasTheStatisticsOfTheUnlabelledImages(boolean average) {
    String averages = "finetune.average-weights=" + average;
    float[] start = CNN.initialWeights(1);
    float[] followed = train(CNN, start, averages);
    float[] target = train(CNN, start, averages, TARGET);
    assertThat(target).isNotEqualTo(followed);
    assertSameTrained(target, followed);
    assertSameStatistics(target, estimate(target));
  }

  /** The hidden layers do not change, but the last one learns from features of other statistics. */
  @Test
  void lastLayerIsTrainedWithTheStatisticsOfTheUnlabelledImages() {
    float[] start = CNN.initialWeights(1);
    float[] target = train(CNN, start, "finetune.layers=head", TARGET);
    assertThat(target).isEqualTo(train(CNN, estimate(start), "finetune.layers=head"));
    assertSameStatistics(target, estimate(start));
    int last = CNN.graph().parameters().offset("logits");
    float[] followed = train(CNN, start, "finetune.layers=head");
    assertThat(Arrays.copyOfRange(target, last, target.length))
        .isNotEqualTo(Arrays.copyOfRange(followed, last, followed.length));
  }

  @Test
  void networkWithoutBatchNormalisationIsTrainedAsBefore() {
    TransferNetwork mlp = new TransferNetwork("mlp", SHAPE, 3, 0);
    float[] start = mlp.initialWeights(1);
    assertThat(train(mlp, start, TARGET)).isEqualTo(train(mlp, start));
  }

  @Test
  void unlabelledImagesAreRequired() {
    float[] start = CNN.initialWeights(1);
    TargetExamples labelled = EXAMPLES.withUnlabelled(TargetExamples.NONE);
    assertThatThrownBy(() -> train(CNN, start, labelled, TARGET))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "finetune.batch-statistics = target: there are no unlabelled target images; set it to"
                + " minibatches");
  }

  @Test
  void statisticsAreThoseOfAThousandImages() {
    FineTuneConfig config = SmallExperiment.load(folder, TARGET).finetune();
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(
            CNN.graph(),
            new NetworkConfig("cnn", "onednn", "float"),
            List.of(ImageGroup.trained(ImageGroup.LABELLED, 3)),
            Optimizer.constant(0.1),
            List.of(),
            RegularizationConfig.NONE);
    TargetExamples many = EXAMPLES.withUnlabelled(ImageStore.of(images(1001, 3)));
    assertThat(
            TargetStatistics.of(config, CNN.graph(), blueprint, NORMALIZATION, many, 1)
                .orElseThrow()
                .estimator()
                .images()
                .count())
        .isEqualTo(1000);
  }

  private static void assertSameStatistics(float[] actual, float[] expected) {
    for (TrainableMask.Range range : CNN.graph().parameters().trainable().others()) {
      assertThat(Arrays.copyOfRange(actual, range.from(), range.to()))
          .containsExactly(Arrays.copyOfRange(expected, range.from(), range.to()), within(1e-5f));
    }
  }

  private static void assertSameTrained(float[] actual, float[] expected) {
    for (TrainableMask.Range range : CNN.graph().parameters().trainable().ranges()) {
      assertThat(Arrays.copyOfRange(actual, range.from(), range.to()))
          .isEqualTo(Arrays.copyOfRange(expected, range.from(), range.to()));
    }
  }

  private static float[] estimate(float[] weights) {
    return new PopulationStatistics("onednn", EXAMPLES.unlabelled(), NORMALIZATION, 9)
        .estimate(CNN.graph(), weights);
  }

  private float[] train(TransferNetwork network, float[] start, String... keys) {
    return train(network, start, EXAMPLES, keys);
  }

  private float[] train(
      TransferNetwork network, float[] start, TargetExamples examples, String... keys) {
    List<String> all = new ArrayList<>(List.of("finetune.steps=3", "finetune.dropout=0"));
    all.addAll(List.of(keys));
    FineTuneConfig config = SmallExperiment.load(folder, all.toArray(String[]::new)).finetune();
    return new FineTuner(
            config,
            network,
            new NetworkConfig(network.architecture(), "onednn", "float"),
            NORMALIZATION)
        .train(
            TransferMethods.named("standard").after(),
            start,
            examples,
            1,
            (step, loss, metrics) -> {},
            Optional.empty());
  }

  private static byte[][] images(int count, long seed) {
    byte[][] images = new byte[count][SHAPE.size()];
    Random random = new Random(seed);
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    return images;
  }
}
