package io.lautum.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AveragingIntervalTest {
  private static final long LONG = 1_000_000;

  /**
   * LeNet multiplies 500 · 24² + 25,000 · 8² + 400,000 + 5,000 = 2,293,000 times per image and has
   * 431,080 weights. 128 images: 6 · 2,293,000 · 128 = 1.761e9 operations, a step of 0.2761 ms;
   * averaging of 10 ms + 2 · 12 · 431,080 / 1.25e9 s = 18.28 ms; 18.28 / (0.05 · 0.2761) = 1323.9.
   */
  @Test
  void averagingTakesATwentiethOfARoundOnAGpu() {
    assertThat(lenet().multiplications()).isEqualTo(2_293_000);
    assertThat(lenet().weights()).isEqualTo(431_080);
    assertThat(AveragingInterval.of(lenet(), 128, LONG, 1324 * 100)).isEqualTo(1324);
  }

  /** 20 rounds of a training, and a pass over the worker's images, are the longest. */
  @ParameterizedTest
  @CsvSource({"469, 2814, 141", "157, 471, 24", "469, 46900, 469", "1, 10, 1", "7, 7, 1"})
  void isLimitedByTheTraining(long stepsPerEpoch, long steps, int interval) {
    assertThat(AveragingInterval.of(lenet(), 128, stepsPerEpoch, steps)).isEqualTo(interval);
  }

  /** More operations per byte of state: 20 times the images cost 20 times the operations. */
  @Test
  void fallsWithTheWorkPerStep() {
    assertThat(AveragingInterval.of(lenet(), 20 * 128, LONG, 101 * 1000)).isEqualTo(101);
  }

  private static NetworkGraph lenet() {
    return new TransferNetwork("lenet", new ImageShape(1, 28, 28), 10, 0).graph();
  }
}
