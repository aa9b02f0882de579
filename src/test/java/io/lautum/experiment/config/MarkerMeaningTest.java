package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarkerMeaningTest {
  @Test
  void formerNamesAndValuesAreTranslated() {
    assertThat(
            meaning(
                Map.of(
                    "pretrain.averaging-frequency", "7",
                    "pretrain.lautum.moments", "\"shard\"",
                    "pretrain.heat.gradient", "\"free\"",
                    "sampling.optimizers", "[\"adam\",\"heat-free\"]",
                    "tune.space.\"finetune.plain-steps\"", "[0,0.1]",
                    "shards.content", "\"free\"")))
        .isEqualTo(
            Map.of(
                "pretrain.averaging-interval", "7",
                "pretrain.lautum.moment-sharing", "\"local\"",
                "pretrain.heat.gradient", "\"zeroth-order\"",
                "sampling.optimizers", "[\"adam\",\"heat-zeroth-order\"]",
                "tune.space.finetune.unaugmented-fraction", "[0,0.1]",
                "shards.content", "\"free\""));
  }

  @Test
  void engineWithPrecisionIsSplit() {
    assertThat(meaning(Map.of("network.engine", "\"onednn-bfloat16\"")))
        .isEqualTo(Map.of("network.engine", "\"onednn\"", "network.precision", "\"bfloat16\""));
  }

  @Test
  void newKeyIsIgnoredWithItsInitialDefault() {
    Map<String, String> before = Map.of("network.engine", "\"onednn\"");

    assertThat(meaning(Map.of("network.engine", "\"onednn\"", "network.precision", "\"float\"")))
        .isEqualTo(before);
    assertThat(meaning(Map.of("network.engine", "\"onednn\"", "network.precision", "\"tf32\"")))
        .isNotEqualTo(before);
  }

  private static Map<String, String> meaning(Map<String, String> values) {
    return MarkerMeaning.of(new TreeMap<>(values));
  }
}
