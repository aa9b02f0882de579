package io.lautum.network.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineChoicesTest {
  private static EngineChoices choices(String device, String value) {
    return EngineChoices.of(device, new TreeMap<>(Map.of("shape", value)));
  }

  @Test
  void anotherDeviceIsRejectedWithBothDevicesAndRemedy() {
    EngineChoices recorded = choices("H100, cuDNN 91400", "1/2/3");
    assertThat(recorded.on("H100, cuDNN 91400")).containsEntry("shape", "1/2/3");
    assertThatThrownBy(() -> recorded.on("H100, cuDNN 91900"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[H100, cuDNN 91400]")
        .hasMessageContaining("[H100, cuDNN 91900]")
        .hasMessageContaining("--overwrite");
  }

  @Test
  void firstChoiceForDeviceIsKept() {
    EngineChoices all = choices("A", "1/1/1").and(choices("A", "2/2/2")).and(choices("B", "3/3/3"));
    assertThat(all.on("A")).containsEntry("shape", "1/1/1");
    assertThat(all.on("B")).containsEntry("shape", "3/3/3");
    assertThat(EngineChoices.NONE.and(all)).isEqualTo(all);
  }

  /** Choices travel to workers with the plan. */
  @Test
  void copyIsEqual() throws Exception {
    EngineChoices choices = choices("A", "1/1/1").and(choices("B", "3/3/3"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(choices);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject())
          .isEqualTo(choices)
          .hasSameHashCodeAs(choices)
          .isNotEqualTo(choices("A", "1/1/1"));
    }
  }

  @Test
  void summaryTellsChoicesApart() {
    assertThat(choices("A", "1/1/1").summary())
        .matches("A: 1 choices, SHA-256 [0-9a-f]{64}")
        .isEqualTo(choices("A", "1/1/1").summary())
        .isNotEqualTo(choices("A", "1/1/2").summary());
  }

  @Test
  void doNotChangeWithTheirSource() {
    TreeMap<String, String> source = new TreeMap<>(Map.of("shape", "1/1/1"));
    EngineChoices choices = EngineChoices.of("A", source);
    source.put("shape", "2/2/2");
    assertThat(choices).isEqualTo(choices("A", "1/1/1"));
    assertThatThrownBy(() -> choices.devices().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
