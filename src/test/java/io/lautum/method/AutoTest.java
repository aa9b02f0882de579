package io.lautum.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.FineTuneConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoTest {
  @TempDir Path folder;

  @Test
  void candidatesThatNeedASourceAreLeftOutWithoutOne() {
    TransferMethod auto = TransferMethods.named("auto");
    assertThat(auto.candidates(config(), true).stream().map(TransferMethod::name))
        .containsExactly(
            "scratch",
            "standard",
            "contrastive-mutual",
            "scratch+freematch",
            "standard+freematch",
            "contrastive-mutual+freematch");
    assertThat(auto.candidates(config(), false).stream().map(TransferMethod::name))
        .containsExactly("scratch", "scratch+freematch");
  }

  @Test
  void otherMethodsChooseNothing() {
    assertThat(TransferMethods.named("standard+freematch").candidates(config(), true)).isEmpty();
  }

  @Test
  void timeIsInSeconds() {
    assertThat(Auto.seconds(config("finetune.auto.minutes=1.5"))).isEqualTo(90);
    assertThat(Auto.folds(config("finetune.auto.folds=3"))).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[scratch, auto]", "[a, b, c, d, e, f, g]"})
  void numberAndKindOfCandidatesAreChecked(String names) {
    FineTuneConfig config = config("finetune.auto.candidates=" + names);
    assertThatThrownBy(() -> TransferMethods.named("auto").candidates(config, true))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune.auto.candidates = [")
        .hasMessageEndingWith("expected a list [a, b, …] of 1 to 6 methods other than auto");
  }

  @Test
  void unknownCandidateIsRejected() {
    FineTuneConfig config = config("finetune.auto.candidates=[scratch, standart]");
    assertThatThrownBy(() -> TransferMethods.named("auto").candidates(config, true))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("standart");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto+freematch", "auto+fine-tune"})
  void secondStageIsRejected(String name) {
    assertThatThrownBy(() -> TransferMethods.named(name))
        .isInstanceOf(UserException.class)
        .hasMessage("methods = %s: auto chooses both stages, expected it alone".formatted(name));
  }

  private FineTuneConfig config(String... overrides) {
    return SmallExperiment.load(folder, List.of(overrides).toArray(String[]::new)).finetune();
  }
}
