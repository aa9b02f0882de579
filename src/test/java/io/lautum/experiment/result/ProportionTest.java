package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** The formula, evaluated in Python. */
  @ParameterizedTest
  @CsvSource({
    "95, 200, 0.406916, 0.544026",
    "0, 10, 0, 0.277533",
    "10, 10, 0.722467, 1",
    "1, 2, 0.094531, 0.905469"
  })
  void intervalIsWilsons(long hits, long images, double low, double high) {
    Proportion share = Proportion.of(hits, images);
    assertThat(share.value()).isEqualTo((double) hits / images);
    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  /** Wilson's formula for 200·4/9 and 2·1/3 images, evaluated in Python. */
  @ParameterizedTest
  @CsvSource({"95, 200, 5, 0.374391, 0.577681", "1, 2, 2, 0.038449, 0.961551"})
  void heldOutImagesCountLess(long hits, long images, int parts, double low, double high) {
    boolean[] right = new boolean[(int) images];
    Arrays.fill(right, 0, (int) hits, true);
    Proportion share =
        Proportion.ofHeldOut(right, IntStream.range(0, right.length).toArray(), parts);
    assertThat(share.value()).isEqualTo((double) hits / images);
    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  /**
   * Right answers of groups of five images, held out in five parts. The first interval is Wilson's
   * for 20·4/9 images divided by the ratio of two variances of the share 0.75, that of numpy's
   * residuals summed by group and that of independent images, 3.631; the next two for 10/5·4/9
   * images, because answers that are all right or all wrong do not show how alike they are; the
   * last one for all 20·4/9 images, because every group has the same share.
   */
  @ParameterizedTest
  @CsvSource({
    "11111 11111 11110 10000, 0.226041, 0.968569",
    "11111 11111, 0.187912, 1",
    "00000 00000, 0, 0.812088",
    "11100 11010 01011 00111, 0.299026, 0.840623"
  })
  void imagesOfOneGroupCountAsDependent(String answers, double low, double high) {
    String[] byGroup = answers.split(" ");
    boolean[] right = new boolean[5 * byGroup.length];
    int[] groups = new int[right.length];
    for (int i = 0; i < right.length; i++) {
      groups[i] = 70 + i / 5;
      right[i] = byGroup[i / 5].charAt(i % 5) == '1';
    }
    Proportion share = Proportion.ofHeldOut(right, groups, 5);
    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  /** The interval ends where the share differs from the observed one by z standard errors. */
  @Test
  void endsSolveTheScoreEquation() {
    Proportion share = Proportion.of(37, 90);
    for (double end : new double[] {share.low(), share.high()}) {
      double errors = Math.abs(share.value() - end) / Math.sqrt(end * (1 - end) / 90);
      assertThat(errors).isCloseTo(1.959964, within(1e-5));
    }
  }
}
