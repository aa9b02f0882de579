package io.lautum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void medianIsComputedPerNumber() {
    Measurement median =
        Measurement.median(List.of(of(3, 10.0), of(1, 30.0), of(2, 20.0), of(9, 40.0)));

    assertThat(median.wallMs()).isEqualTo(2.5);
    assertThat(median.roundSeconds()).isEqualTo(25);
    assertThat(median.information()).isNull();
  }

  @Test
  void printedMeasurementIsReadUnchanged() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Measurement measurement = of(3, null);

    assertThat(json.readValue(json.writeValueAsString(measurement), Measurement.class))
        .isEqualTo(measurement);
  }

  private static Measurement of(double wallMs, Double roundSeconds) {
    return new Measurement(wallMs, 1, 2, 3, 4, 5, null, roundSeconds, null, "library");
  }
}
