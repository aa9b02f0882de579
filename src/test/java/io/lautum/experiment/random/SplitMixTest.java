package io.lautum.experiment.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMixTest {
  @Test
  void numbersAreThoseOfSplittableRandom() {
    for (long seed : new long[] {0, 1, -5, Long.MIN_VALUE}) {
      SplittableRandom expected = new SplittableRandom(seed);
      SplitMix random = new SplitMix(seed);
      for (int i = 0; i < 10_000; i++) {
        assertThat(random.nextInt(-3, 4)).isEqualTo(expected.nextInt(-3, 4));
        assertThat(random.nextInt(28)).isEqualTo(expected.nextInt(28));
        assertThat(random.nextBoolean()).isEqualTo(expected.nextBoolean());
        assertThat(random.nextDouble(-0.2, 0.2)).isEqualTo(expected.nextDouble(-0.2, 0.2));
        assertThat(random.nextDouble()).isEqualTo(expected.nextDouble());
        assertThat(random.nextGaussian()).isEqualTo(expected.nextGaussian());
        assertThat(random.nextLong()).isEqualTo(expected.nextLong());
      }
    }
  }

  @Test
  void continuesFromAState() {
    SplitMix random = new SplitMix(3);
    random.nextInt();
    long state = random.state();
    long next = random.nextLong();
    assertThat(SplitMix.mix(state + SplitMix.GAMMA)).isEqualTo(next);
    random.nextGaussian();
    random.restart(state);
    assertThat(random.nextLong()).isEqualTo(next);
  }
}
