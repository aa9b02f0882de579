package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingConfigTest {
  @TempDir Path folder;

  @Test
  void isOffByDefault() {
    assertThat(SmallExperiment.load(folder).tracking())
        .isEqualTo(new TrackingConfig("", "small", true, true, "none", "", ""));
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
    assertThat(tracking)
        .isEqualTo(
            new TrackingConfig(
                "https://host.example:5000/mlflow", "other", true, true, "none", "", ""));
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

  @Test
  void modelIsRegisteredUnderANameWithAnAlias() {
    TrackingConfig tracking =
        SmallExperiment.load(
                folder,
                "tracking.mlflow.model=standard",
                "tracking.mlflow.registered-model=main.glyphs letters",
                "tracking.mlflow.alias=champion-1")
            .tracking();
    assertThat(tracking.hasModel()).isTrue();
    assertThat(tracking.model()).isEqualTo("standard");
    assertThat(tracking.registeredModel()).isEqualTo("main.glyphs letters");
    assertThat(tracking.alias()).isEqualTo("champion-1");
  }

  @Test
  void modelMustBeOfAMethodThatTheCommandTrains() {
    for (String model : List.of("none", "best", "standard")) {
      SmallExperiment.load(folder, "tracking.mlflow.model=" + model)
          .tracking()
          .requireModelOf(List.of("scratch", "standard"));
    }
    // Parts of a command, such as a cross-validation, have methods of their own.
    TrackingConfig tracking =
        SmallExperiment.load(folder, "tracking.mlflow.model=lautum").tracking();
    assertThatThrownBy(() -> tracking.requireModelOf(List.of("scratch", "standard")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "tracking.mlflow.model = lautum: expected none, best or one of methods: scratch,"
                + " standard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registered-model=letters | an empty string if tracking.mlflow.model = none",
        "model=best, registered-model=a/b | a name without '/' and ':'",
        "model=best, registered-model=a:b | a name without '/' and ':'",
        "alias=champion | an empty string unless tracking.mlflow.registered-model is set",
        "model=best, registered-model=a, alias=Latest | other than latest and v1",
        "model=best, registered-model=a, alias=v12 | other than latest and v1",
        "model=best, registered-model=a, alias=x y | letters, digits, '_' and '-'"
      },
      quoteCharacter = '"')
  void modelsThatCannotBeRecordedAreRejected(String keys, String message) {
    String[] overrides =
        Arrays.stream(keys.split(", ")).map("tracking.mlflow."::concat).toArray(String[]::new);
    assertThatThrownBy(() -> SmallExperiment.load(folder, overrides))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
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
