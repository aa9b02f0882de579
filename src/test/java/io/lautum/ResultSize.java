package io.lautum;

/** Limits what the driver collects per job of {@link LocalSpark}, until it closes. */
public final class ResultSize implements AutoCloseable {
  private static final String KEY = "spark.driver.maxResultSize";

  private ResultSize() {}

  public static ResultSize megabyte() {
    return of("1m");
  }

  /**
   * @param size a size in Spark's notation
   */
  public static ResultSize of(String size) {
    LocalSpark.context().sc().conf().set(KEY, size);
    return new ResultSize();
  }

  /** Fails unless the limit holds. */
  public void requireSet() {
    if (!LocalSpark.context().sc().conf().contains(KEY)) {
      throw new IllegalStateException(KEY + " is not set");
    }
  }

  @Override
  public void close() {
    LocalSpark.context().sc().conf().remove(KEY);
  }
}
