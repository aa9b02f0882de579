package io.lautum.evaluation.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.SamplingConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class SamplingRunTest {
  @TempDir Path folder;

  @Test
  void onlyOptimisersWithTauRunOncePerTau() {
    assertThat(
            SamplingRun.all(
                    config(
                        "sampling.optimizers=[heat-zeroth-order, adam]",
                        "sampling.taus=[0.0001, 2]"))
                .stream()
                .map(SamplingRun::name))
        .containsExactly("heat-zeroth-order-tau-0.0001", "heat-zeroth-order-tau-2", "adam");
  }

  @Test
  void defaultsAreAllOptimisersOverTwoDecades() {
    assertThat(SamplingRun.all(config()).stream().map(SamplingRun::optimizer).distinct())
        .containsExactly(SamplingOptimizer.values());
    assertThat(config().taus().get(config().taus().size() - 1) / config().taus().get(0))
        .isGreaterThanOrEqualTo(99.999);
  }

  @Test
  void unknownOptimiserIsRejectedWithKnownNames() {
    assertThatThrownBy(() -> SamplingRun.all(config("sampling.optimizers=[adams]")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "sampling.optimizers = adams: expected one or more of adam, sgd,"
                + " local-entropy-importance, local-entropy-sgld, heat-zeroth-order,"
                + " heat-back-propagated");
  }

  /** The learning rate of pretrain would be one for gradient descent. */
  @Test
  void adamNeedsALearningRateOfAdam() {
    ExperimentConfig sgd = SmallExperiment.load(folder, "pretrain.optimizer.kind=sgd");
    assertThatThrownBy(() -> SamplingOptimizer.ADAM.plan(null, sgd, 0))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "sampling.optimizers = adam: uses the learning rate of pretrain; set"
                + " pretrain.optimizer.kind to adam, or remove adam from sampling.optimizers");
  }

  /** A run need not be repeated if the values of another sampler change. */
  @Test
  void runDependsOnlyOnKeysOfItsSampler() {
    assertThat(SamplingOptimizer.ADAM.configurationKeys()).isEmpty();
    assertThat(SamplingOptimizer.LOCAL_ENTROPY_SGLD.configurationKeys())
        .extracting(KeyGroup::block)
        .containsExactly("pretrain.local-entropy");
    assertThat(SamplingOptimizer.HEAT_ZEROTH_ORDER.configurationKeys())
        .extracting(KeyGroup::block)
        .containsExactly("pretrain.heat");
  }

  private SamplingConfig config(String... overrides) {
    return SmallExperiment.load(folder, overrides).sampling();
  }
}
