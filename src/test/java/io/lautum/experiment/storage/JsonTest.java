package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private record Stage(
      @JsonProperty(required = true) String name, Long memory, List<String> notes) {
    Stage {
      notes = notes == null ? List.of() : List.copyOf(notes);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Missing required creator property 'name'",
        "{\"name\": null} | Invalid `null` value encountered for property \"name\"",
        "{\"name\": \"a\", \"notes\": [null]} | a list or map in it contains null",
      })
  void nullIsRejectedWithThePlace(String json, String reason) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("a.json, line 1, column ")
        .hasMessageContaining(": expected a stage: " + reason);
  }

  @Test
  void optionalValuesMayBeNullOrMissing() {
    Stage stage = new Stage("a", null, List.of());
    assertThat(read("{\"name\": \"a\"}")).isEqualTo(stage);
    assertThat(read("{\"name\": \"a\", \"memory\": null, \"notes\": null}")).isEqualTo(stage);
  }

  private static Stage read(String json) {
    return Json.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        "a.json",
        "a stage",
        Stage.class);
  }
}
