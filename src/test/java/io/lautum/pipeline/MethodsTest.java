package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {
  private static final String STOCK = "pretrain.trainer=dl4j";

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

  @ParameterizedTest
  @CsvSource({
    "[dann], seed=1, 'auxiliary heads, as of dann'",
    "[standard], pretrain.early-stopping.held-out=0.1, pretrain.early-stopping.held-out",
    "[standard], pretrain.regularization.weight-decay=0.1, pretrain.regularization"
  })
  void limitsOfTheStockTrainerAreFoundInTheConfiguration(String methods, String key, String name) {
    assertThatThrownBy(() -> methods(methods, key, STOCK))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("pretrain.trainer = dl4j: does not support ")
        .hasMessageContaining(name);
    methods("[scratch]", key, STOCK);
    methods("[standard, lautum]", STOCK);
  }

  private void methods(String methods, String... keys) {
    Methods.of(
        SmallExperiment.load(
            folder,
            Stream.concat(
                    Stream.of(
                        "methods=" + methods,
                        "finetune.auto.candidates=[\"scratch+temporal-ensembling\"]"),
                    Stream.of(keys))
                .toArray(String[]::new)));
  }
}
