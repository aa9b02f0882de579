package io.lautum.experiment.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  @Test
  void agreesWithNumbersComputedByHand() {
    Evaluation evaluation = new Evaluation(3);
    evaluation.add(0, new float[] {0.5f, 0.25f, 0.25f}); // right; bin 7 (0.467 to 0.533)
    evaluation.add(0, new float[] {0.25f, 0.5f, 0.25f}); // wrong; bin 7
    evaluation.add(1, new float[] {0.0625f, 0.875f, 0.0625f}); // right; bin 13 (0.867 to 0.933)
    evaluation.add(2, new float[] {0, 0, 1}); // right; the last bin, at its upper end

    assertThat(evaluation.examples()).isEqualTo(4);
    assertThat(evaluation.confusion())
        .containsExactly(List.of(1L, 1L, 0L), List.of(0L, 1L, 0L), List.of(0L, 0L, 1L));
    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.crossEntropy())
        .isCloseTo((Math.log(2) + Math.log(4) - Math.log(0.875)) / 4, within(1e-12));
    // Bin 7: |1 - 2 · 0.5| = 0; bin 13: |1 - 0.875|; bin 14: 0.
    assertThat(evaluation.calibrationError()).isCloseTo(0.125 / 4, within(1e-12));
  }

  /** The confidences are in neighbouring bins, which meet at 11/15. */
  @Test
  void calibrationErrorsOfBinsDoNotCancel() {
    Evaluation evaluation = new Evaluation(2);
    evaluation.add(0, new float[] {0.75f, 0.25f}); // right: 1 - 0.75
    evaluation.add(1, new float[] {0.71875f, 0.28125f}); // wrong: 0 - 0.71875
    assertThat(evaluation.calibrationError()).isCloseTo((0.25 + 0.71875) / 2, within(1e-12));
  }

  /** Confidence 0.9, of which 70% are right: scaling by about half the logit removes the error. */
  @Test
  void temperatureScalingRemovesOverconfidence() {
    SplittableRandom random = new SplittableRandom(5);
    Evaluation evaluation = new Evaluation(2);
    for (int i = 0; i < 4000; i++) {
      float confidence = 0.9f + 0.0001f * random.nextInt(100);
      evaluation.add(random.nextDouble() < 0.7 ? 0 : 1, new float[] {confidence, 1 - confidence});
    }
    assertThat(evaluation.calibrationError()).isCloseTo(0.2, within(0.02));
    assertThat(evaluation.scaledCalibrationError()).isLessThan(0.03);
  }

  /** Labels of five classes are drawn from the square roots of the probabilities, normalised. */
  @Test
  void temperatureScalingFitsManyClasses() {
    SplittableRandom random = new SplittableRandom(7);
    Evaluation evaluation = new Evaluation(5);
    for (int i = 0; i < 20000; i++) {
      float[] roots = new float[5];
      float sum = 0;
      float squares = 0;
      for (int k = 0; k < 5; k++) {
        roots[k] = (float) Math.exp(2 * random.nextGaussian());
        sum += roots[k];
        squares += roots[k] * roots[k];
      }
      double left = random.nextDouble() * sum;
      int label = 0;
      while (label < 4 && left > roots[label]) {
        left -= roots[label++];
      }
      float[] probabilities = new float[5];
      for (int k = 0; k < 5; k++) {
        probabilities[k] = roots[k] * roots[k] / squares;
      }
      evaluation.add(label, probabilities);
    }
    assertThat(evaluation.calibrationError()).isGreaterThan(0.1);
    assertThat(evaluation.scaledCalibrationError()).isLessThan(0.02);
  }

  @Test
  void temperatureScalingLeavesCalibratedPredictions() {
    SplittableRandom random = new SplittableRandom(6);
    Evaluation evaluation = new Evaluation(2);
    for (int i = 0; i < 20000; i++) {
      float confidence = 0.5f + 0.5f * (float) random.nextDouble();
      evaluation.add(
          random.nextDouble() < confidence ? 0 : 1, new float[] {confidence, 1 - confidence});
    }
    assertThat(evaluation.calibrationError()).isLessThan(0.02);
    assertThat(evaluation.scaledCalibrationError()).isLessThan(0.02);
  }

  /** Equal images are in one half, whose temperature follows from the empty other half. */
  @Test
  void imagesDoNotChooseTheirOwnTemperature() {
    Evaluation evaluation = new Evaluation(2);
    for (int i = 0; i < 10; i++) {
      evaluation.add(i < 8 ? 0 : 1, new float[] {0.9f, 0.1f});
    }
    assertThat(evaluation.scaledCalibrationError()).isCloseTo(0.9 - 0.8, within(1e-6));
  }

  @Test
  void certainMistakeHasFiniteCrossEntropy() {
    Evaluation evaluation = new Evaluation(2);
    evaluation.add(0, new float[] {0, 1});
    assertThat(evaluation.crossEntropy()).isCloseTo(12 * Math.log(10), within(1e-9));
  }

  @Test
  void evaluationsOfPartsAddUp() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    Evaluation whole = new Evaluation(4);
    Evaluation merged = new Evaluation(4);
    for (int size : new int[] {17, 1, 40}) {
      Evaluation part = new Evaluation(4);
      for (int i = 0; i < size; i++) {
        int label = random.nextInt(4);
        float[] probabilities = probabilities(random);
        whole.add(label, probabilities);
        part.add(label, probabilities);
      }
      merged.add(copied(part));
    }
    assertThat(merged.examples()).isEqualTo(58);
    assertThat(merged.scaledCalibrationError())
        .isCloseTo(whole.scaledCalibrationError(), within(1e-12));
    assertThat(merged.confusion()).isEqualTo(whole.confusion());
    assertThat(merged.accuracy()).isEqualTo(whole.accuracy());
    assertThat(merged.crossEntropy()).isCloseTo(whole.crossEntropy(), within(1e-12));
    assertThat(merged.calibrationError()).isCloseTo(whole.calibrationError(), within(1e-12));
  }

  private static float[] probabilities(SplittableRandom random) {
    float[] values = new float[4];
    float sum = 0;
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) Math.exp(random.nextGaussian());
      sum += values[k];
    }
    for (int k = 0; k < values.length; k++) {
      values[k] /= sum;
    }
    return values;
  }

  /** Returns a copy made by Java serialisation, as when it is sent from an executor. */
  private static Evaluation copied(Evaluation evaluation) {
    return SerializationUtils.roundtrip(evaluation);
  }
}
