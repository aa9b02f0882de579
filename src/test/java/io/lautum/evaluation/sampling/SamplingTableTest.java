package io.lautum.evaluation.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

public class SamplingTableTest {
  private static final SamplingResult RESULT =
      new SamplingResult(
          "MNIST",
          "mlp",
          269_322,
          "random",
          2,
          256,
          200,
          List.of(
              new LearningCurve(
                  "adam",
                  null,
                  List.of(
                      new LearningCurve.CurvePoint(0, 0, 2.3, 0.1, null),
                      new LearningCurve.CurvePoint(200, 200, 0.25, 0.921, null)),
                  null),
              LearningCurveTest.curve(),
              new LearningCurve(
                  "heat-zeroth-order",
                  0.0001,
                  List.of(new LearningCurve.CurvePoint(0, 0, 2.3, 0.1, null)),
                  "loss NaN")));

  @Test
  void tablesShowEndsAndAccuraciesBetween() {
    assertThat(SamplingTable.of(RESULT).text().lines())
        .startsWith(
            "MNIST, mlp with 269322 weights, from random weights, 2 workers x 256 images, up to 200"
                + " forward passes",
            "",
            "optimiser                    tau  forward  backward  loss at start      loss   rises "
                + " accuracy  effective samples",
            "------------------------  ------  -------  --------  -------------  --------  ------ "
                + " --------  -----------------",
            "adam                           –      200       200         2.3000    0.2500  0 of 1  "
                + "    92.1                  –",
            "local-entropy-importance    0.01      200         0         2.3000    2.1000  1 of 2  "
                + "    50.0                8.5",
            "heat-zeroth-order         0.0001        0         0         2.3000  diverged  0 of 0  "
                + "    10.0                  –",
            "",
            "accuracy after               tau     0    40    80   120   160   200",
            "------------------------  ------  ----  ----  ----  ----  ----  ----",
            "adam                           –  10.0  10.0  10.0  10.0  10.0  92.1",
            "local-entropy-importance    0.01  10.0  10.0  10.0  30.0  30.0  50.0",
            "heat-zeroth-order         0.0001  10.0  10.0  10.0  10.0  10.0  10.0");
  }

  /** One run rises once and the other diverges. */
  @Test
  void remarkCountsRunsWithoutRises() {
    assertThat(SamplingTable.of(RESULT).remarks())
        .contains("It fell at every measurement in 0 of 2 sampled runs.");
  }

  @Test
  void markdownHasCaptionRowsAndRemarks() {
    assertThat(SamplingTable.of(RESULT).markdown())
        .startsWith("# Training by sampling weights\n\nMNIST, mlp")
        .contains("| local-entropy-importance | 0.01 | 200 | 0 | 2.3000 | 2.1000 | 1 of 2 |")
        .contains("- It fell at every measurement in 0 of 2");
  }
}
