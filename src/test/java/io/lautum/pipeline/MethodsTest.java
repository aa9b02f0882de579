package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {
  @TempDir Path folder;

  /** Before any stage, also if the method is only a candidate. */
  @ParameterizedTest
  @ValueSource(strings = {"[\"scratch+temporal-ensembling\"]", "[auto]"})
  void stageThatRejectsAKeyIsFoundInTheConfiguration(String methods) {
    assertThatThrownBy(() -> methods(methods, "finetune.mixup=0.2"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune.mixup = 0.2: temporal-ensembling");
  }

  @Test
  void otherStagesAcceptMixup() {
    methods("[scratch, \"scratch+freematch\"]", "finetune.mixup=0.2");
  }

  private void methods(String methods, String key) {
    Methods.of(
        SmallExperiment.load(
            folder,
            "methods=" + methods,
            "finetune.auto.candidates=[\"scratch+temporal-ensembling\"]",
            key));
  }
}
