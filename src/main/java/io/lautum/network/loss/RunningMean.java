package io.lautum.network.loss;

/** Running sums or means of rows: m ← αm + (1 − α) · mean of the rows. */
public final class RunningMean {
  private RunningMean() {}

  /**
   * Updates a mean in place.
   *
   * @param mean m, K entries
   * @param rows n x K, row-major
   * @param decay α
   */
  public static void update(double[] mean, double[] rows, double decay) {
    int classes = mean.length;
    double share = (1 - decay) * classes / rows.length;
    for (int k = 0; k < classes; k++) {
      mean[k] *= decay;
    }
    for (int i = 0; i < rows.length; i++) {
      mean[i % classes] += share * rows[i];
    }
  }
}
