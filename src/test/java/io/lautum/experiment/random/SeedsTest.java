package io.lautum.experiment.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void sameCoordinatesGiveSameStream() {
    assertThat(Seeds.derive(3, 1, 2)).isEqualTo(Seeds.derive(3, 1, 2));
  }

  @Test
  void differentCoordinatesGiveDifferentStreams() {
    Set<Long> seeds = new HashSet<>();
    int count = 0;
    for (long seed = -3; seed < 4; seed++) {
      count += seeds.add(Seeds.derive(seed)) ? 1 : 0;
      for (long a = -15; a < 15; a++) {
        count += seeds.add(Seeds.derive(seed, a)) ? 1 : 0;
        for (long b = -15; b < 15; b++) {
          count += seeds.add(Seeds.derive(seed, a, b)) ? 1 : 0;
        }
      }
    }
    assertThat(count).isEqualTo(7 * (1 + 30 + 30 * 30));
  }

  /** The seed must depend on more than sums, differences and the set of coordinates. */
  @Test
  void coordinatesDoNotCancel() {
    assertThat(Seeds.derive(1, 2, 3)).isNotEqualTo(Seeds.derive(1, 3, 2));
    assertThat(Seeds.derive(1, 2)).isNotEqualTo(Seeds.derive(2, 1));
    assertThat(Seeds.derive(1, 5, 5)).isNotEqualTo(Seeds.derive(1, 6, 6));
    assertThat(Seeds.derive(1, 0)).isNotEqualTo(Seeds.derive(1));
  }

  /** First values of neighbouring streams: uniform, and uncorrelated up to chance. */
  @Test
  void neighbouringStreamsAreUnrelated() {
    int n = 20_000;
    double sum = 0;
    double products = 0;
    double previous = first(-1);
    for (int i = 0; i < n; i++) {
      double value = first(i);
      sum += value;
      products += value * previous;
      previous = value;
    }
    // Four standard errors of centred values: 1/sqrt(12 n) and 1/(12 sqrt(n)).
    assertThat(sum / n).isCloseTo(0, within(4 / Math.sqrt(12.0 * n)));
    assertThat(products / n).isCloseTo(0, within(4 / (12 * Math.sqrt(n))));
  }

  private static double first(int coordinate) {
    return new SplittableRandom(Seeds.derive(1, coordinate)).nextDouble() - 0.5;
  }
}
