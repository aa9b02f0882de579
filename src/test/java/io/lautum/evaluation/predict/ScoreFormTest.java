package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.UserException;
import io.lautum.evaluation.outsiders.OutsiderScore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreFormTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Prediction PREDICTION =
      new Prediction(
          "x.png",
          Scores.of(new float[] {0.25f, 0.25f, 0.5f}, new float[] {0, 0, 0.75f}, null),
          null);

  @Test
  void mostProbableClassesComeFirst() {
    ScoreForm form = new ScoreForm(2, 0, null);
    assertThat(form.columns(CLASSES))
        .containsExactly("label_1", "probability_1", "label_2", "probability_2");
    // Of the two equal ones, the first.
    assertThat(form.cells(PREDICTION, CLASSES)).containsExactly("c", "0.5", "a", "0.25");
    assertThat(new ScoreForm(7, 0, null).columns(CLASSES)).hasSize(6);
    assertThat(new ScoreForm(7, 0, null).cells(PREDICTION, CLASSES))
        .containsExactly("c", "0.5", "a", "0.25", "b", "0.25");
  }

  @Test
  void otherwiseAllClassesComeInTheirOrder() {
    assertThat(ScoreForm.ALL.columns(CLASSES)).containsExactly("p_a", "p_b", "p_c");
    assertThat(ScoreForm.ALL.cells(PREDICTION, CLASSES)).containsExactly("0.25", "0.25", "0.5");
  }

  /** log(2 + e^0.75) = 1.4151 and max = 0.75, after the classes. */
  @ParameterizedTest
  @CsvSource({"ENERGY, negative_energy, 1.4151", "MAX_LOGIT, max_logit, 0.75"})
  void outsiderScoreIsTheLastColumn(OutsiderScore score, String column, double value) {
    for (int top : new int[] {0, 2}) {
      ScoreForm form = new ScoreForm(top, 0, score);
      assertThat(form.columns(CLASSES))
          .hasSameSizeAs(form.cells(PREDICTION, CLASSES))
          .endsWith(column);
      List<String> cells = form.cells(PREDICTION, CLASSES);
      assertThat(Double.parseDouble(cells.get(cells.size() - 1))).isCloseTo(value, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, c", "0.5, c", "0.51,"})
  void improbableLabelsAreLeftOut(double least, String label) {
    assertThat(new ScoreForm(0, least, null).label(PREDICTION, CLASSES)).isEqualTo(label);
  }

  @Test
  void errorsHaveNoLabel() {
    Prediction error = new Prediction("x.png", null, "damaged");
    assertThat(ScoreForm.ALL.label(error, CLASSES)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, --top = -1", "0, 1.5, --min-probability = 1.5", "0, NaN, --min-probability"})
  void wrongValuesGiveOneLine(int top, double least, String message) {
    assertThatThrownBy(() -> new ScoreForm(top, least, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }
}
