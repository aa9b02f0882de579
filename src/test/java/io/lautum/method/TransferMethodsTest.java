package io.lautum.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import io.lautum.network.loss.TermSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class TransferMethodsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "scratch, false, false",
    "standard, true, false",
    "lautum, true, true",
    "augmented-standard, true, false",
    "gaussian-mutual, true, true",
    "contrastive-mutual, true, true",
    "contrastive-lautum, true, true",
    "predictive-mutual, true, true",
    "predictive-lautum, true, true",
    "view-consistency, true, true",
    "mk-mmd, true, true",
    "coral, true, true",
    "dann, true, true",
    "lautum-and-contrastive-lautum, true, true",
    "local-entropy, true, false",
    "heat, true, false",
    "auto, false, false"
  })
  void methodsByName(String name, boolean usesSource, boolean hasTerm) {
    assertThat(TransferMethods.named(name).name()).isEqualTo(name);
    PreTransfer method = TransferMethods.named(name).before();
    assertThat(method.usesSource()).isEqualTo(usesSource);
    assertThat(method.terms(config("softmax"), 100).isEmpty()).isEqualTo(!hasTerm);
  }

  @Test
  void unknownNameIsRejectedWithKnownNames() {
    assertThatThrownBy(() -> TransferMethods.named("lautun"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "methods = lautun: expected one or more of scratch, standard, augmented-standard,"
                + " lautum, gaussian-mutual, contrastive-mutual, contrastive-lautum,"
                + " predictive-mutual, predictive-lautum, view-consistency, mk-mmd, coral, dann,"
                + " local-entropy, heat, auto, each optionally followed by + and one of fine-tune,"
                + " temporal-ensembling, minimum-class-confusion, fixmatch, freematch; stages that"
                + " add a term to the source's loss can be joined by -and-");
    assertThatThrownBy(() -> TransferMethods.named("lautum+mean-teacher"))
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> TransferMethods.named("lautum+")).isInstanceOf(UserException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "lautum+temporal-ensembling, lautum, temporal-ensembling, lautum+temporal-ensembling",
    "scratch+temporal-ensembling, scratch, temporal-ensembling, scratch+temporal-ensembling",
    "temporal-ensembling, standard, temporal-ensembling, standard+temporal-ensembling",
    "lautum+fine-tune, lautum, fine-tune, lautum"
  })
  void methodIsPairOfStages(String given, String before, String after, String name) {
    TransferMethod method = TransferMethods.named(given);
    assertThat(method.before().name()).isEqualTo(before);
    assertThat(method.after().name()).isEqualTo(after);
    assertThat(method.name()).isEqualTo(name);
    assertThat(method).isEqualTo(TransferMethods.named(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lautum-and-standard",
        "lautum-and-heat",
        "lautum-and-lautum",
        "lautum-and-",
        "-and-lautum",
        "lautum-and-nothing"
      })
  void onlyDifferentStagesWithATermCanBeJoined(String name) {
    assertThatThrownBy(() -> TransferMethods.named(name)).isInstanceOf(UserException.class);
  }

  @Test
  void joinedStagesHaveTheTermsMetricsAndKeysOfAll() {
    PreTransfer sum = TransferMethods.named("lautum-and-view-consistency+fine-tune").before();
    PretrainConfig config = config("softmax");
    assertThat(sum.terms(config, 100))
        .extracting(TermSpec::name)
        .containsExactly("lautum", "view-consistency");
    assertThat(sum.metrics())
        .extracting(Metric::key)
        .containsExactly("lautumInformation", "viewDivergence");
    assertThat(sum.configurationKeys())
        .extracting(KeyGroup::block)
        .containsExactly("pretrain.lautum", "pretrain.view-consistency", "strong-augmentation");
    assertThat(TransferMethods.metrics("lautum-and-view-consistency")).isEqualTo(sum.metrics());
  }

  @ParameterizedTest
  @CsvSource({"softmax, probabilities", "logits, logits", "features, features"})
  void lautumTermUsesConfiguration(String outputs, String output) {
    assertThat(TransferMethods.named("lautum").before().terms(config(outputs), 1000))
        .containsExactly(GaussianTerm.lautum(output, 2, 0.1, 0.98, 0.97, 20, true));
  }

  @ParameterizedTest
  @CsvSource({"softmax, probabilities, fixed, FIXED", "features, features, median, MEDIAN"})
  void mkMmdTermUsesConfiguration(
      String outputs, String output, String name, MkMmdTerm.Kernels kernels) {
    PretrainConfig config =
        SmallExperiment.load(
                folder,
                "pretrain.mk-mmd.outputs=" + outputs,
                "pretrain.mk-mmd.kernels=" + name,
                "pretrain.mk-mmd.weight=3",
                "pretrain.mk-mmd.start-iteration=7")
            .pretrain();
    assertThat(TransferMethods.named("mk-mmd").before().terms(config, 100))
        .containsExactly(new MkMmdTerm(output, 3, kernels, 7));
  }

  /** A source of a few hundred images has fewer minibatches than the moments have to settle. */
  @ParameterizedTest
  @CsvSource({"9, 0", "100, 10", "200, 20", "300, 20"})
  void termsActInShortTrainings(int steps, int start) {
    assertThat(TransferMethods.named("lautum").before().terms(config("softmax"), steps))
        .containsExactly(GaussianTerm.lautum("probabilities", 2, 0.1, 0.98, 0.97, start, true));
  }

  private PretrainConfig config(String outputs) {
    return SmallExperiment.load(
            folder,
            "pretrain.lautum.outputs=" + outputs,
            "pretrain.lautum.weight=2",
            "pretrain.lautum.max-squared-correlation=0.97",
            "pretrain.lautum.start-iteration=20")
        .pretrain();
  }
}
