package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class PathKeysTest {
  private static final String HOME = System.getProperty("user.home");

  @Test
  void placesOfDatasetsMayBeginWithTheHomeFolder() {
    ExperimentConfig config =
        load(
            Map.of(),
            "data.root=~/data",
            "source.path=~/mnist",
            "target.labelled=~/scans",
            "target.unlabelled=all");

    assertThat(config.source().path()).isEqualTo(HOME + "/mnist");
    assertThat(config.targetSets().labelled()).isEqualTo(HOME + "/scans");
    assertThat(config.targetSets().unlabelled()).isEqualTo(HOME + "/data/all");
    assertThat(ConfigLoader.render(config)).doesNotContain("~");
  }

  @Test
  void theFolderOfTheEnvironmentMayBeginWithTheHomeFolder() {
    ExperimentConfig config = load(Map.of("LAUTUM_DATA", "~/sets"), "source.path=mnist");

    assertThat(config.source().path()).isEqualTo(HOME + "/sets/mnist");
  }

  @Test
  void placesThatHadoopMistakesAreRejectedWithTheirKey() {
    assertThatThrownBy(() -> load(Map.of(), "source.path=12:30/mnist"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "source.path = \"12:30/mnist\": Hadoop takes what is before a colon for the name of a"
                + " file system; write an absolute path");
    assertThatThrownBy(() -> load(Map.of("LAUTUM_DATA", "~ann"), "source.path=mnist"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("LAUTUM_DATA = \"~ann\": only ~/ is replaced");
  }

  private static ExperimentConfig load(Map<String, String> environment, String... values) {
    List<String> all = new ArrayList<>(List.of("experiment=small", "target.path=scans"));
    all.addAll(List.of(values));
    return ConfigLoader.load(List.of(), all, environment, new Configuration(false));
  }
}
