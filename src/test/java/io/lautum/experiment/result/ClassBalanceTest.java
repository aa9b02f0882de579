package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {
  /**
   * Recalls 8/10, 1/2 and none; precisions 8/9, 1/2 and none. F1 is 16/19 and 1/2. The third class
   * has no images.
   */
  @Test
  void measuresIgnoreTheSizesOfClasses() {
    ClassBalance balance =
        ClassBalance.of(List.of(List.of(8L, 1L, 1L), List.of(1L, 1L, 0L), List.of(0L, 0L, 0L)));

    assertThat(balance.images()).isEqualTo(12);
    assertThat(balance.classes()).isEqualTo(2);
    assertThat(balance.majority()).isZero();
    assertThat(balance.majorityShare()).isCloseTo(10 / 12.0, within(1e-12));
    assertThat(balance.balancedAccuracy()).isCloseTo(0.65, within(1e-12));
    assertThat(balance.macroF1()).isCloseTo((16 / 19.0 + 0.5) / 2, within(1e-12));
  }
}
