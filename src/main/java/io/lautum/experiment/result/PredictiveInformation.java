package io.lautum.experiment.result;

/**
 * Mutual information, in nats, between an image and the class that a model predicts for it: H(E[p])
 * − E[H(p)] over images with class probabilities p (Bridle, Heading &amp; MacKay, "Unsupervised
 * classifiers, mutual information and 'phantom targets'", NIPS 1991). It needs no labels. It is
 * large if predictions are confident and all classes are predicted equally often: at most ln K, and
 * 0 for a model whose predictions are the same for every image.
 */
public final class PredictiveInformation {
  private final double[] sums;
  private double entropies;
  private long images;

  public PredictiveInformation(int classes) {
    sums = new double[classes];
  }

  /** Adds one image. */
  public void add(float[] probabilities) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += probabilities[k];
      entropies += entropy(probabilities[k]);
    }
    images++;
  }

  /** Returns the information over the images so far. */
  public double value() {
    double entropy = 0;
    for (double sum : sums) {
      entropy += entropy(sum / images);
    }
    return entropy - entropies / images;
  }

  private static double entropy(double probability) {
    return probability > 0 ? -probability * Math.log(probability) : 0;
  }
}
