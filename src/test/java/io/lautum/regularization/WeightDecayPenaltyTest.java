package io.lautum.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.WeightMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightDecayPenaltyTest {
  private final WeightDecayPenalty penalty =
      new WeightDecayPenalty(
          0.5, List.of(new WeightMatrix("a", 1, 1, 2), new WeightMatrix("b", 4, 2, 1)));

  @Test
  void onlyMatricesArePenalised() {
    float[] gradient = {1, 1, 1, 1, 1, 1, 1};
    double value = penalty.add(new float[] {9, 3, -4, 9, 1, 2, 9}, gradient);
    assertThat(value).isCloseTo(0.25 * (9 + 16 + 1 + 4), within(1e-12));
    assertThat(gradient).containsExactly(1, 2.5f, -1, 1, 1.5f, 2, 1);
  }

  @Test
  void thereIsNothingToCarry() {
    assertThat(penalty.state()).isEmpty();
    penalty.restore(new double[0]);
    assertThatThrownBy(() -> penalty.restore(new double[1]))
        .hasMessage("weight decay has no state, got [1] entries");
  }
}
