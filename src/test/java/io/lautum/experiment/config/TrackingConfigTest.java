package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingConfigTest {
  @TempDir Path folder;

  @Test
  void isOffByDefault() {
    assertThat(SmallExperiment.load(folder).tracking()).isEqualTo(new TrackingConfig("", "small"));
    assertThat(SmallExperiment.load(folder).tracking().isOn()).isFalse();
  }

  @Test
  void addressMayHavePathAndTrailingSlashes() {
    TrackingConfig tracking =
        SmallExperiment.load(
                folder,
                "tracking.mlflow.uri=https://host.example:5000/mlflow//",
                "tracking.mlflow.experiment= other ")
            .tracking();
    assertThat(tracking).isEqualTo(new TrackingConfig("https://host.example:5000/mlflow", "other"));
    assertThat(tracking.isOn()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5000",
        "ftp://host",
        "http://",
        "http:host",
        "http://a b",
        "file:///mlruns",
        "http://host?x=1",
        "http://host#x",
        "databricks"
      })
  void otherAddressesAreRejected(String uri) {
    assertThatThrownBy(() -> SmallExperiment.load(folder, "tracking.mlflow.uri=" + uri))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "tracking.mlflow.uri = \"" + uri, "expected http://host:port or https://host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://secret@host", "https://user:secret@host", "secret@host"})
  void credentialsAreRejectedAndNotRepeated(String uri) {
    assertThatThrownBy(() -> SmallExperiment.load(folder, "tracking.mlflow.uri=" + uri))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("set MLFLOW_TRACKING_TOKEN in the environment")
        .hasMessageNotContaining("secret");
  }
}
