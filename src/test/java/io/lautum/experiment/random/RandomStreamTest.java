package io.lautum.experiment.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomStreamTest {
  private static final int VALUES = 12;

  /** Tests every combination of small coordinates, for one seed. */
  @ParameterizedTest
  @EnumSource(RandomStream.Level.class)
  void seedsOfLevelBelongToOneStreamEach(RandomStream.Level level) {
    Map<Long, String> owners = new HashMap<>();
    int count = 0;
    for (RandomStream stream : RandomStream.values()) {
      if (stream.level() == level) {
        int combinations = (int) Math.pow(VALUES, stream.expected());
        for (int i = 0; i < combinations; i++) {
          owners.put(stream.seed(7, values(stream, i)), stream + " " + i);
          count++;
        }
      }
    }
    assertThat(count).isPositive();
    assertThat(owners).hasSize(count);
  }

  /** Models and shards would change if these numbers changed. */
  @Test
  void streamNumbersAreUnchanged() {
    assertThat(RandomStream.LABELLED_POOL.seed(7)).isEqualTo(Seeds.derive(7, 1));
    assertThat(RandomStream.SHARDS.seed(7)).isEqualTo(Seeds.derive(7, 2));
    assertThat(RandomStream.TRAINING.seed(7)).isEqualTo(Seeds.derive(7, 3));
    assertThat(RandomStream.FINE_TUNING.seed(7, 1, 50)).isEqualTo(Seeds.derive(7, 4, 1, 50));
    assertThat(RandomStream.LABELLED_DRAWS.seed(7)).isEqualTo(Seeds.derive(7, 5));
    assertThat(RandomStream.CROSS_VALIDATION.seed(7, 1, 2)).isEqualTo(Seeds.derive(7, 6, 1, 2));
    assertThat(RandomStream.IMAGE_NOISE.seed(7)).isEqualTo(Seeds.derive(7, 6));
    assertThat(RandomStream.SCORED_IMAGES.seed(7)).isEqualTo(Seeds.derive(7, 7));
    assertThat(RandomStream.PRINCIPAL_COMPONENTS.seed(7)).isEqualTo(Seeds.derive(7, 8));
    assertThat(RandomStream.TRAINING_SAMPLE.seed(7)).isEqualTo(Seeds.derive(7, 9));
    assertThat(RandomStream.CHOICE.seed(7, 1, 2, 3)).isEqualTo(Seeds.derive(7, 11, 1, 2, 3));
    assertThat(RandomStream.SOURCE_ORDER.seed(7, 5)).isEqualTo(Seeds.derive(7, 5, 0));
    assertThat(RandomStream.TARGET_ORDER.seed(7, 5)).isEqualTo(Seeds.derive(7, 5, 1));
    assertThat(RandomStream.WORKER_DROPOUT.seed(7, 5, 9)).isEqualTo(Seeds.derive(7, 5, 2, 9));
    assertThat(RandomStream.WORKER_AUGMENTATION.seed(7, 5, 9)).isEqualTo(Seeds.derive(7, 5, 3, 9));
    assertThat(RandomStream.WEIGHT_SAMPLES.seed(7, 5, 9)).isEqualTo(Seeds.derive(7, 5, 4, 9));
    assertThat(RandomStream.FINE_TUNING_DROPOUT.seed(7)).isEqualTo(Seeds.derive(7, 0));
    assertThat(RandomStream.LABELLED_ORDER.seed(7)).isEqualTo(Seeds.derive(7, 1));
    assertThat(RandomStream.FINE_TUNING_AUGMENTATION.seed(7)).isEqualTo(Seeds.derive(7, 2));
    assertThat(RandomStream.UNLABELLED_ORDER.seed(7)).isEqualTo(Seeds.derive(7, 3));
    assertThat(RandomStream.STATISTICS_IMAGES.seed(7)).isEqualTo(Seeds.derive(7, 5));
    assertThat(RandomStream.MIXUP.seed(7, 9)).isEqualTo(Seeds.derive(7, 6, 9));
    assertThat(RandomStream.HELD_OUT_LABELS.seed(7)).isEqualTo(Seeds.derive(7, 7));
  }

  @Test
  void missingCoordinateIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomStream.FINE_TUNING.seed(7, 1))
        .withMessage("FINE_TUNING: expected 2 values, got [1]");
  }

  private static long[] values(RandomStream stream, int combination) {
    long[] values = new long[stream.expected()];
    int rest = combination;
    for (int i = 0; i < values.length; i++) {
      values[i] = rest % VALUES;
      rest /= VALUES;
    }
    return values;
  }
}
