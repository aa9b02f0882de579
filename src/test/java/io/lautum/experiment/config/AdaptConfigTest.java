package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptConfigTest {
  @TempDir Path folder;

  @Test
  void defaultsChooseTheMethodAndNameNoGroups() {
    AdaptConfig adapt = SmallExperiment.load(folder).adapt();
    assertThat(adapt.method()).isEqualTo("auto");
    assertThat(adapt.groupPattern()).isEmpty();
    assertThat(adapt.folds()).isEqualTo(5);
    assertThat(adapt.suggestions()).isEqualTo(40);
  }

  @Test
  void patternHasAGroup() {
    AdaptConfig adapt = SmallExperiment.load(folder, "adapt.group-pattern=^([^/]+)/").adapt();
    assertThat(adapt.groupPattern().orElseThrow().matcher("a/b").find()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "(, a regular expression: Unclosed group",
    "abc, 'a regular expression with a group in parentheses, such as ^([^/]+)/'"
  })
  void patternWithoutAGroupIsRejected(String pattern, String expected) {
    assertThatThrownBy(() -> SmallExperiment.load(folder, "adapt.group-pattern=" + pattern))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "adapt.group-pattern = \"%s\" (command line): expected %s"
                .formatted(pattern, expected));
  }

  @Test
  void setValuesAreRenderedEvenIfTheyAreDefaults() {
    ExperimentConfig config = SmallExperiment.load(folder, "finetune.steps=400");
    assertThat(config.isDefault("finetune.steps")).isFalse();
    assertThat(config.isDefault("finetune.learning-rate")).isTrue();
    assertThat(ConfigLoader.renderSet(config))
        .contains("steps=400")
        .contains("architecture=mlp")
        .doesNotContain("learning-rate");
  }
}
