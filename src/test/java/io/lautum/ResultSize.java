package io.lautum;

/** Lets the driver collect at most one megabyte per job of {@link LocalSpark}, until it closes. */
public final class ResultSize implements AutoCloseable {
  private static final String KEY = "spark.driver.maxResultSize";

  private ResultSize() {}

  public static ResultSize megabyte() {
    LocalSpark.context().sc().conf().set(KEY, "1m");
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
