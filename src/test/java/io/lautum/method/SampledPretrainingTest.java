package io.lautum.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.entropy.HeatStep;
import io.lautum.method.entropy.LocalEntropyImportanceStep;
import io.lautum.method.entropy.LocalEntropySgldStep;
import io.lautum.method.entropy.SmoothedGradient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class SampledPretrainingTest {
  @TempDir Path folder;

  @Test
  void localEntropyUsesConfiguration() {
    PreTransfer method = TransferMethods.named("local-entropy").before();
    String[] values = {
      "pretrain.local-entropy.sampler=importance",
      "pretrain.local-entropy.tau=0.5",
      "pretrain.local-entropy.relaxation=2",
      "pretrain.local-entropy.samples=30",
      "pretrain.local-entropy.antithetic=false",
      "pretrain.local-entropy.batch-size=40",
      "pretrain.local-entropy.averaging-interval=3",
      "pretrain.local-entropy.rounds=7"
    };
    assertThat(method.sampling(config(values)))
        .contains(new SampledTraining(new LocalEntropyImportanceStep(0.5, 30, false, 2), 40, 3, 7));
    assertThat(
            method
                .sampling(
                    config(
                        "pretrain.local-entropy.sampler=sgld",
                        "pretrain.local-entropy.tau=0.5",
                        "pretrain.local-entropy.sgld={steps=9, step-size=0.1, noise=0.5, burn-in=2,"
                            + " averaging-decay=0.75}"))
                .orElseThrow()
                .step())
        .isEqualTo(new LocalEntropySgldStep(0.5, 9, 0.1, 0.5, 2, 0.75, 1));
  }

  @Test
  void heatUsesConfiguration() {
    PreTransfer method = TransferMethods.named("heat").before();
    assertThat(
            method
                .sampling(
                    config(
                        "pretrain.heat.gradient=zeroth-order",
                        "pretrain.heat.tau=0.5",
                        "pretrain.heat.relaxation=2",
                        "pretrain.heat.iterations=3",
                        "pretrain.heat.samples=8",
                        "pretrain.heat.gain=0.5",
                        "pretrain.heat.gain-exponent=0.75"))
                .orElseThrow()
                .step())
        .isEqualTo(new HeatStep(0.5, 3, 8, SmoothedGradient.ZEROTH_ORDER, 0.5, 0.75, 2));
    assertThat(
            ((HeatStep)
                    method
                        .sampling(config("pretrain.heat.gradient=back-propagated"))
                        .orElseThrow()
                        .step())
                .gradient())
        .isEqualTo(SmoothedGradient.BACK_PROPAGATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local-entropy", "heat"})
  void startsFromStandardOrFromRandomWeights(String name) {
    PreTransfer method = TransferMethods.named(name).before();
    assertThat(method.startingMethod(config()).orElseThrow().name()).isEqualTo("standard");
    assertThat(method.startingMethod(config("pretrain." + name + ".start=random"))).isEmpty();
    assertThat(TransferMethods.named("lautum").before().startingMethod(config())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local-entropy", "heat"})
  void unsupportedTrainerAndRegularisersAreRejected(String name) {
    PreTransfer method = TransferMethods.named(name).before();
    method.require(config());
    assertThatThrownBy(() -> method.require(config("pretrain.trainer=dl4j")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "pretrain.trainer = dl4j: cannot train method %s; set it to averaging, or remove %s"
                + " from methods",
            name, name);
    assertThatThrownBy(() -> method.require(config("pretrain.regularization.weight-decay=0.1")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("pretrain.regularization: method " + name);
  }

  @Test
  void inconsistentParametersAreRejectedByName() {
    assertThatThrownBy(() -> config("pretrain.local-entropy.samples=31"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "pretrain.local-entropy.samples = 31 (command line): expected an even number, as"
                + " antithetic is true");
    assertThatThrownBy(() -> config("pretrain.local-entropy.sgld.burn-in=20"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "pretrain.local-entropy.sgld.burn-in = 20 (command line): expected fewer than the 20"
                + " steps of the chain");
  }

  private PretrainConfig config(String... values) {
    return SmallExperiment.load(folder, values).pretrain();
  }
}
