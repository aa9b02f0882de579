package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreFormTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Prediction PREDICTION =
      new Prediction("x.png", 2, new float[] {0.25f, 0.25f, 0.5f}, null);

  @Test
  void mostProbableClassesComeFirst() {
    ScoreForm form = new ScoreForm(2, 0);
    assertThat(form.columns(CLASSES))
        .containsExactly("label_1", "probability_1", "label_2", "probability_2");
    // Of the two equal ones, the first.
    assertThat(form.cells(PREDICTION, CLASSES)).containsExactly("c", "0.5", "a", "0.25");
    assertThat(new ScoreForm(7, 0).columns(CLASSES)).hasSize(6);
    assertThat(new ScoreForm(7, 0).cells(PREDICTION, CLASSES))
        .containsExactly("c", "0.5", "a", "0.25", "b", "0.25");
  }

  @Test
  void otherwiseAllClassesComeInTheirOrder() {
    assertThat(ScoreForm.ALL.columns(CLASSES)).containsExactly("p_a", "p_b", "p_c");
    assertThat(ScoreForm.ALL.cells(PREDICTION, CLASSES)).containsExactly("0.25", "0.25", "0.5");
  }

  @ParameterizedTest
  @CsvSource({"0, c", "0.5, c", "0.51,"})
  void improbableLabelsAreLeftOut(double least, String label) {
    assertThat(new ScoreForm(0, least).label(PREDICTION, CLASSES)).isEqualTo(label);
  }

  @Test
  void errorsHaveNoLabel() {
    Prediction error = new Prediction("x.png", -1, null, "damaged");
    assertThat(ScoreForm.ALL.label(error, CLASSES)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, --top = -1", "0, 1.5, --min-probability = 1.5", "0, NaN, --min-probability"})
  void wrongValuesGiveOneLine(int top, double least, String message) {
    assertThatThrownBy(() -> new ScoreForm(top, least))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }
}
