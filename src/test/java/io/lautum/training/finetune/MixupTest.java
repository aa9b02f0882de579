package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.UserException;
import io.lautum.network.engine.ImageBatch;
import io.lautum.training.Targets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixupTest {
  private static final int STEPS = 2000;

  @TempDir Path folder;

  /** Beta(α, α) has the mean 1/2 and the variance 1/(4 (2α + 1)). */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1, 4})
  void sharesHaveTheBetaDistribution(double alpha) {
    double[] shares = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      shares[step] = new Mixup(alpha, 4, 3).at(step).share();
    }
    double mean = Arrays.stream(shares).average().orElseThrow();
    double variance =
        Arrays.stream(shares).map(share -> (share - mean) * (share - mean)).sum() / STEPS;
    double expected = 1 / (4 * (2 * alpha + 1));
    assertThat(mean).isCloseTo(0.5, within(4 * Math.sqrt(expected / STEPS)));
    assertThat(variance).isCloseTo(expected, within(0.1 * expected));
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new BetaDistribution(alpha, alpha), shares);
    assertThat(p).isGreaterThan(0.001);
  }

  @Test
  void seedAndStepDetermineTheMixture() {
    Mixup.Mixture mixture = new Mixup(0.4, 6, 5).at(7);
    assertThat(new Mixup(0.4, 6, 5).at(7).share()).isEqualTo(mixture.share());
    assertThat(new Mixup(0.4, 6, 5).at(7).partners()).isEqualTo(mixture.partners());
    assertThat(new Mixup(0.4, 6, 5).at(8).share()).isNotEqualTo(mixture.share());
    assertThat(new Mixup(0.4, 6, 6).at(7).share()).isNotEqualTo(mixture.share());
    Set<Integer> partners = new HashSet<>();
    Arrays.stream(mixture.partners()).forEach(partners::add);
    assertThat(partners).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  /** Three images of two pixels, the last one unlabelled; λ = 0.25. */
  @Test
  void labelledImagesAndTargetsAreMixed() {
    ImageBatch images = () -> new float[] {1, 2, 5, 10, 7, 8};
    Mixup.Mixture mixture = new Mixup.Mixture(0.25, new int[] {1, 0});
    ImageBatch mixed = mixture.of(images, 2);
    assertThat(mixed.pixels()).containsExactly(4, 8, 2, 4, 7, 8);
    assertThat(mixed.rows()).isEmpty();
    Targets targets = mixture.of(Targets.of(new int[] {0, 2}, 3));
    assertThat(targets.probabilities()).containsExactly(0.25, 0, 0.75, 0.75, 0, 0.25);
    assertThat(targets.weights()).containsExactly(1, 1);
  }

  /** All images of the last step are unaugmented, so its loss is that of one step without mixup. */
  @Test
  void unaugmentedStepsAreNotMixed() {
    float[] plain = training("finetune.steps=1", "finetune.unaugmented-fraction=1").whole();
    assertThat(
            training("finetune.steps=1", "finetune.unaugmented-fraction=1", "finetune.mixup=1")
                .whole())
        .isEqualTo(plain);
    assertThat(
            training("finetune.steps=1", "finetune.unaugmented-fraction=0", "finetune.mixup=1")
                .whole())
        .isNotEqualTo(training("finetune.steps=1", "finetune.unaugmented-fraction=0").whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fine-tune", "freematch"})
  void resumedTrainingHasTheSameBits(String stage) {
    SmallTraining training =
        new SmallTraining(folder, stage, "onednn", "mlp", "finetune.mixup=0.4");
    float[] whole = training.whole();
    training.interrupt(5, 17);
    assertThat(training.resume(5)).isEqualTo(whole);
  }

  @Test
  void temporalEnsemblingIsRejected() {
    SmallTraining training =
        new SmallTraining(folder, "temporal-ensembling", "onednn", "mlp", "finetune.mixup=0.4");
    assertThatThrownBy(training::whole)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "finetune.mixup = 0.4: temporal-ensembling averages predictions per image, which mixed"
                + " images do not have; set finetune.mixup to 0, or remove methods that end in"
                + " temporal-ensembling");
  }

  private SmallTraining training(String... keys) {
    return new SmallTraining(folder, "fine-tune", "onednn", "mlp", keys);
  }
}
