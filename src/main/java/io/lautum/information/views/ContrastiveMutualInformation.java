package io.lautum.information.views;

import java.util.Arrays;
import java.util.Locale;

/**
 * A lower bound of the mutual information between two views of an image, in nats: ln(2n − 1) minus
 * the cross-entropy of picking, for each of the 2n views of n images, the other view of the same
 * image among the 2n − 1 other views (InfoNCE: A. van den Oord et al., "Representation learning
 * with contrastive predictive coding", arXiv 1807.03748, eq. 4, in the symmetric form of T. Chen et
 * al., "A simple framework for contrastive learning of visual representations", ICML 2020, eq. 1).
 *
 * <p>Views i and j have the similarity s_ij = u_iᵀu_j/τ, where u are the views' projections divided
 * by their lengths; the cross-entropy is the mean of −s_ip + ln Σ_{j≠i} e^{s_ij}, where p is the
 * other view of i's image. The bound cannot exceed ln(2n − 1).
 *
 * @param temperature τ &gt; 0
 */
public record ContrastiveMutualInformation(double temperature) {
  public ContrastiveMutualInformation {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the temperature must be positive, got [%s]", temperature));
    }
  }

  /**
   * Computes the bound and its gradient.
   *
   * @param first projections of the first views, n x d, row-major
   * @param second projections of the second views of the same images, n x d
   * @param n number of images, at least 2
   * @throws ArithmeticException if projections are not finite
   */
  public ViewEstimate evaluate(double[] first, double[] second, int n) {
    double[] rows = Arrays.copyOf(first, 2 * first.length);
    System.arraycopy(second, 0, rows, first.length, second.length);
    UnitRows units = new UnitRows(rows, 2 * n);
    int views = 2 * n;
    double[] similarities = units.products(units);
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] /= temperature;
    }
    double crossEntropy = 0;
    for (int view = 0; view < views; view++) {
      int other = (view + n) % views;
      crossEntropy -= similarities[view * views + other];
      crossEntropy += chances(similarities, view, views);
      similarities[view * views + other] -= 1;
    }
    // similarities now has chance − target, the gradient of 2n cross-entropies.
    double[] gradient = units.backward(units.weighted(byPair(similarities, views)));
    return new ViewEstimate(
        Math.log(views - 1) - crossEntropy / views,
        Arrays.copyOf(gradient, first.length),
        Arrays.copyOfRange(gradient, first.length, gradient.length));
  }

  /**
   * Returns the gradient of the bound with respect to the products u_iᵀu_j, each of which occurs in
   * two cross-entropies.
   */
  private double[] byPair(double[] differences, int views) {
    double factor = -1 / (views * temperature);
    double[] byPair = new double[differences.length];
    for (int i = 0; i < views; i++) {
      for (int j = 0; j < views; j++) {
        byPair[i * views + j] = factor * (differences[i * views + j] + differences[j * views + i]);
      }
    }
    return byPair;
  }

  /**
   * Replaces a row of similarities by the softmax over all views but the row's own, which gets 0.
   *
   * @return logarithm of the softmax's denominator
   */
  private static double chances(double[] similarities, int view, int views) {
    int start = view * views;
    similarities[start + view] = Double.NEGATIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = start; j < start + views; j++) {
      largest = Math.max(largest, similarities[j]);
    }
    double sum = 0;
    for (int j = start; j < start + views; j++) {
      similarities[j] = Math.exp(similarities[j] - largest);
      sum += similarities[j];
    }
    for (int j = start; j < start + views; j++) {
      similarities[j] /= sum;
    }
    return largest + Math.log(sum);
  }
}
