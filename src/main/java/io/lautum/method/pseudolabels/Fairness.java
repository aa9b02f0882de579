package io.lautum.method.pseudolabels;

import java.util.Arrays;

/**
 * Self-adaptive fairness (Wang et al., arXiv 2205.07246, eq. 11): Σ_c α_c ln β_c with α =
 * normalise(m/h) and β = normalise(p̄/h̄), where m and h are the running mean and histogram of the
 * predictions for unlabelled images, and p̄ and h̄ the mean and the histogram of the predictions
 * for those strong views whose label counts. Only p̄ has a gradient. Classes without a prediction
 * among these views, or in the running histogram, are left out.
 *
 * @param strong class probabilities of the strong views, n x K, row-major
 * @param counts whether an image's label counts; true for at least one
 * @param mean m
 * @param histogram h
 */
record Fairness(double[] strong, boolean[] counts, double[] mean, double[] histogram) {

  /** Returns the sum. */
  double value() {
    double[] alpha = alpha();
    double[] ratios = ratios();
    double sum = Arrays.stream(ratios).sum();
    double value = 0;
    for (int k = 0; k < mean.length; k++) {
      if (ratios[k] > 0) {
        value += alpha[k] * Math.log(ratios[k] / sum);
      }
    }
    return value;
  }

  /** Returns the gradient with respect to the strong views' probabilities, n x K. */
  double[] gradient() {
    int classes = mean.length;
    double[] alpha = alpha();
    double[] shares = histogramOfStrong();
    double[] ratios = ratios();
    double sum = Arrays.stream(ratios).sum();
    double present = 0;
    for (int k = 0; k < classes; k++) {
      present += ratios[k] > 0 ? alpha[k] : 0;
    }
    int counted = counted();
    double[] gradient = new double[strong.length];
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < classes; k++) {
        if (counts[i] && ratios[k] > 0) {
          double meanOfStrong = ratios[k] * shares[k];
          gradient[i * classes + k] =
              (alpha[k] / meanOfStrong - present / (shares[k] * sum)) / counted;
        }
      }
    }
    return gradient;
  }

  private double[] alpha() {
    double[] alpha = new double[mean.length];
    for (int k = 0; k < alpha.length; k++) {
      alpha[k] = histogram[k] > 0 ? mean[k] / histogram[k] : 0;
    }
    double sum = Arrays.stream(alpha).sum();
    return Arrays.stream(alpha).map(one -> one / sum).toArray();
  }

  /** Returns p̄/h̄; 0 for classes without a prediction. */
  private double[] ratios() {
    int classes = mean.length;
    double[] shares = histogramOfStrong();
    int counted = counted();
    double[] ratios = new double[classes];
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < classes; k++) {
        if (counts[i] && shares[k] > 0) {
          ratios[k] += strong[i * classes + k] / counted / shares[k];
        }
      }
    }
    return ratios;
  }

  /** Returns h̄. */
  private double[] histogramOfStrong() {
    int[] labels = PseudoLabels.of(strong, mean.length, k -> 0).labels();
    int counted = counted();
    double[] shares = new double[mean.length];
    for (int i = 0; i < labels.length; i++) {
      if (counts[i]) {
        shares[labels[i]] += 1.0 / counted;
      }
    }
    return shares;
  }

  /** Returns the number of images whose label counts. */
  private int counted() {
    int counted = 0;
    for (boolean one : counts) {
      counted += one ? 1 : 0;
    }
    return counted;
  }
}
