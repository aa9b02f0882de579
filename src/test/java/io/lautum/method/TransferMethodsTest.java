package io.lautum.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.config.LautumConfig;
import io.lautum.config.PretrainConfig;
import io.lautum.network.TargetTerm;
import io.lautum.regularization.LautumLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TransferMethodsTest {
  @ParameterizedTest
  @CsvSource({"scratch, false, false", "standard, true, false", "lautum, true, true"})
  void methodsByName(String name, boolean usesSource, boolean hasTerm) {
    PreTransfer method = TransferMethods.named(name);
    assertThat(method.name()).isEqualTo(name);
    assertThat(method.usesSource()).isEqualTo(usesSource);
    assertThat(method.term(config("softmax")).isPresent()).isEqualTo(hasTerm);
  }

  @Test
  void unknownNamesAreRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> TransferMethods.named("lautun"))
        .isInstanceOf(UserException.class)
        .hasMessage("methods = lautun: expected some of scratch, standard, lautum");
  }

  @ParameterizedTest
  @CsvSource({"softmax, SOFTMAX", "logits, LOGITS", "features, FEATURES"})
  void lautumsTermIsAsConfigured(String outputs, TargetTerm.Output on) {
    assertThat(TransferMethods.named("lautum").term(config(outputs)))
        .contains(new TargetTerm(on, new LautumLoss(2, 0.1, 0.98, 0.97, 20)));
  }

  private static PretrainConfig config(String outputs) {
    return new PretrainConfig(
        "averaging",
        1,
        2,
        1,
        1e-3,
        true,
        1,
        new LautumConfig(2, outputs, 0.1, 0.98, 0.97, 20, true));
  }
}
