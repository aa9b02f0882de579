package io.lautum.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.lautum.LautumTerm;
import io.lautum.method.mkmmd.MkMmdTerm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TransferMethodsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "scratch, false, false",
    "standard, true, false",
    "lautum, true, true",
    "mk-mmd, true, true",
    "local-entropy, true, false",
    "heat, true, false"
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
            "methods = lautun: expected one or more of scratch, standard, lautum, mk-mmd, local-entropy, heat, each optionally followed by + and one of fine-tune, temporal-ensembling");
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
  @CsvSource({"softmax, probabilities", "logits, logits", "features, features"})
  void lautumTermUsesConfiguration(String outputs, String output) {
    assertThat(TransferMethods.named("lautum").before().terms(config(outputs), 1000))
        .containsExactly(new LautumTerm(output, 2, 0.1, 0.98, 0.97, 20, true));
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
        .containsExactly(new LautumTerm("probabilities", 2, 0.1, 0.98, 0.97, start, true));
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
