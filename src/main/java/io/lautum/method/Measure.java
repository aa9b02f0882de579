package io.lautum.method;

/** What a method's term measures during training. */
public enum Measure {
  /** In nats. */
  LAUTUM_INFORMATION("lautumInformation", "Lautum information"),
  /** Squared maximum mean discrepancy of a minibatch, unbiased and so possibly negative. */
  SQUARED_MMD("squaredMmd", "MMD²");

  private final String key;
  private final String title;

  Measure(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Its name in a history. */
  public String key() {
    return key;
  }

  /** Its name in the log. */
  public String title() {
    return title;
  }
}
