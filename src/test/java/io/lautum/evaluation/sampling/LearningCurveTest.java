package io.lautum.evaluation.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lautum.experiment.storage.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

public class LearningCurveTest {
  /** Returns a curve that rises once. */
  static LearningCurve curve() {
    return new LearningCurve(
        "local-entropy-importance",
        0.01,
        List.of(
            new LearningCurve.CurvePoint(0, 0, 2.3, 0.1, null),
            new LearningCurve.CurvePoint(100, 0, 2.0, 0.3, 8.0),
            new LearningCurve.CurvePoint(200, 0, 2.1, 0.5, 9.0)),
        null);
  }

  @Test
  void countsRises() {
    assertThat(curve().rises()).isEqualTo(1);
    assertThat(
            new LearningCurve(
                    "sgd",
                    1.0,
                    List.of(
                        new LearningCurve.CurvePoint(0, 0, 1, 0, null),
                        new LearningCurve.CurvePoint(1, 1, Double.NaN, 0, null)),
                    "loss NaN")
                .rises())
        .as("NaN counts as a rise")
        .isEqualTo(1);
  }

  @Test
  void pointAtBudgetIsLastOneWithinIt() {
    assertThat(curve().at(0).accuracy()).isEqualTo(0.1);
    assertThat(curve().at(100).accuracy()).isEqualTo(0.3);
    assertThat(curve().at(199).accuracy()).isEqualTo(0.3);
    assertThat(curve().at(1000)).isEqualTo(curve().last());
    assertThat(curve().effectiveSampleSize()).hasValue(8.5);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write(curve(), out);
    assertThat(
            Json.read(new ByteArrayInputStream(out.toByteArray()), "file", "", LearningCurve.class))
        .isEqualTo(curve());
    assertThat(out.toString()).doesNotContain("rises", "diverged");
  }

  @Test
  void emptyCurveIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningCurve("adam", null, List.of(), null));
  }
}
