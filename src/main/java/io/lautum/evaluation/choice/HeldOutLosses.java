package io.lautum.evaluation.choice;

import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.TemperatureScaling;
import java.util.Arrays;

/**
 * The loss of each labelled image when it is held out: −ln p(label) in nats, after temperature
 * scaling with the temperature that gives the least sum. Without scaling, a method that learns from
 * its own predictions would lose by its confidence alone. One temperature is fitted to all images,
 * because a fit without some of them becomes infinitely confident if those left are all right.
 */
record HeldOutLosses(double[] losses) {
  static HeldOutLosses of(CrossValidation validation) {
    float[][] probabilities = validation.heldOutProbabilities();
    int[] labels = validation.labels();
    TemperatureScaling scaling = TemperatureScaling.fit(probabilities, labels);
    double[] losses = new double[labels.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = scaling.loss(probabilities[i], labels[i]);
    }
    return new HeldOutLosses(losses);
  }

  double mean() {
    return Arrays.stream(losses).average().orElseThrow();
  }
}
