package io.lautum.network.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.spec.WeightMatrix;
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
  void hasNoState() {
    assertThat(penalty.state()).isEqualTo(State.EMPTY);
  }
}
