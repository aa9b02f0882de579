package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.DataException;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Results;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
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

  /** The files grow with images, classes and models: 64 MiB are 4,700 images of 1,000 classes. */
  @Test
  void resultsMayBeLongerThanOtherFiles() {
    assertThatThrownBy(() -> Choice.read(longFile(), "choice.json"))
        .hasMessageContaining("expected at most 67108864 bytes");
    List<BiFunction<InputStream, String, ?>> results =
        List.of(CrossValidation::read, Results::read, Inspection::read, Adaptation::read);
    for (BiFunction<InputStream, String, ?> result : results) {
      assertThat(catchThrowable(() -> result.apply(longFile(), "a.json")))
          .as("of an object without fields")
          .satisfies(thrown -> assertThat(String.valueOf(thrown)).doesNotContain("at most"));
    }
  }

  /** Returns an object without fields in 64 MiB and 2 bytes. */
  private static InputStream longFile() {
    byte[] json = new byte[Json.MAX_BYTES + 2];
    Arrays.fill(json, (byte) ' ');
    json[0] = '{';
    json[json.length - 1] = '}';
    return new ByteArrayInputStream(json);
  }

  private static Stage read(String json) {
    return Json.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        "a.json",
        "a stage",
        Stage.class);
  }
}
