package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormerKeysTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pretrain.averaging-frequency = 7 | pretrain.averaging-interval = 7",
        "pretrain.local-entropy.averaging-frequency = 7 | pretrain.local-entropy.averaging-interval"
            + " = 7",
        "pretrain.heat.averaging-frequency = 7 | pretrain.heat.averaging-interval = 7",
        "pretrain.heat.gradient = free | pretrain.heat.gradient = zeroth-order",
        "pretrain.lautum.moments = shard | pretrain.lautum.moment-sharing = local",
        "pretrain.lautum.moments = averaged | pretrain.lautum.moment-sharing = shared",
        "finetune.plain-steps = 0.1 | finetune.unaugmented-fraction = 0.1",
        "prepare.exact-up-to = 9 | prepare.exact-pca-max-values = 9",
        "sampling.optimizers = [adam, heat-free] | sampling.optimizers = [adam, heat-zeroth-order]",
        "tune.space { finetune.plain-steps = [0, 0.1] } |"
            + " tune.space.\"finetune.unaugmented-fraction\" = [0, 0.1]",
        "tune.space.\"pretrain.heat.gradient\" = [free] | tune.space.\"pretrain.heat.gradient\" ="
            + " [zeroth-order]",
      })
  void formerNotationEqualsPresentNotation(String former, String present) throws IOException {
    ExperimentConfig expected = file(present).load();

    assertThat(file(former).load().resolved()).isEqualTo(expected.resolved());
    assertThat(file(former).load().tune().space()).isEqualTo(expected.tune().space());
    if (!former.contains("{")) {
      assertThat(file("").load(former).resolved()).isEqualTo(expected.resolved());
    }
  }

  @Test
  void formerNamesAndValuesAreReportedOnce() throws IOException {
    ExperimentFile file = file("pretrain.lautum.moments = shard\n");
    try (CapturedLog log = new CapturedLog(FormerKeys.class)) {
      ConfigLoader.with(file.load("pretrain.averaging-frequency=7"), Map.of());

      assertThat(log.lines())
          .containsExactly(
              "WARN pretrain.averaging-frequency (command line): is a former name; use"
                  + " pretrain.averaging-interval",
              "WARN pretrain.lautum.moments (%s: 4): is a former name; use pretrain.lautum.moment-sharing"
                  .formatted(file.name()),
              "WARN pretrain.lautum.moment-sharing = shard (%s: 4): is a former value; use local"
                  .formatted(file.name()));
    }
  }

  @Test
  void laterSourceWinsWithEitherName() throws IOException {
    assertThat(
            file("pretrain.averaging-interval = 3")
                .load("pretrain.averaging-frequency=7")
                .pretrain()
                .averagingInterval())
        .hasValue(7);
    assertThat(
            file("pretrain.averaging-frequency = 3")
                .load("pretrain.averaging-interval=7")
                .pretrain()
                .averagingInterval())
        .hasValue(7);
  }

  @Test
  void bothNamesInOneSourceAreRejected() throws IOException {
    ExperimentFile file = file("pretrain { averaging-frequency = 3, averaging-interval = 4 }");

    assertThatThrownBy(file::load)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "pretrain.averaging-interval (%s: 4): is set twice, as its former name is"
                + " pretrain.averaging-frequency; remove one of the two",
            file.name());
  }

  @Test
  void fileWithSubstitutionsIsTranslated() throws IOException {
    ExperimentConfig config =
        file("pretrain { averaging-frequency = ${workers}, epochs = 4 }").load("workers=5");

    assertThat(config.pretrain().averagingInterval()).hasValue(5);
    assertThat(config.pretrain().epochs()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"network.engine=onednn-bfloat16", "tune.space.network.engine=[onednn-bfloat16]"})
  void valueThatWasSplitIsRejectedWithBothKeys(String override) throws IOException {
    ExperimentFile file = file("");

    assertThatThrownBy(() -> file.load(override))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "network.engine = onednn-bfloat16 (command line): is no longer one value; set"
                + " network.engine = onednn and network.precision = bfloat16");
  }

  @Test
  void formerNamesAreNotPresentKeys() {
    List<String> names = List.copyOf(Keys.formerNames().keySet());

    assertThat(names).hasSize(6).noneMatch(name -> Keys.find(name).isPresent());
  }

  private ExperimentFile file(String more) throws IOException {
    return new ExperimentFile(folder, ExperimentFile.MINIMAL + more);
  }
}
