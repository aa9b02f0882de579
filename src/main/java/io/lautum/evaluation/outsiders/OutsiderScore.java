package io.lautum.evaluation.outsiders;

/**
 * A function of an image's logits that is larger for images of the model's classes (insiders) than
 * for images of no class (outsiders).
 */
public enum OutsiderScore {
  /**
   * log Σ_k exp(l_k): the energy score of Liu, Wang, Owens &amp; Li 2020 (arXiv 2010.03759), eq. 4,
   * with the temperature 1 and the opposite sign, so that it is larger for insiders.
   */
  ENERGY("negative_energy", "negative energy") {
    @Override
    public double of(float[] logits) {
      double largest = MAX_LOGIT.of(logits);
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit - largest);
      }
      return largest + Math.log(sum);
    }
  },

  /** max_k l_k (Hendrycks et al. 2022, arXiv 1911.11132). */
  MAX_LOGIT("max_logit", "maximum logit") {
    @Override
    public double of(float[] logits) {
      float largest = Float.NEGATIVE_INFINITY;
      for (float logit : logits) {
        largest = Math.max(largest, logit);
      }
      return largest;
    }
  };

  private final String column;
  private final String title;

  OutsiderScore(String column, String title) {
    this.column = column;
    this.title = title;
  }

  /** Returns the score of an image. */
  public abstract double of(float[] logits);

  /** Returns the name of the score's column in tables. */
  public String column() {
    return column;
  }

  /** Returns the name of the score in text. */
  public String title() {
    return title;
  }
}
