package io.lautum.pipeline.ml;

/** Names of columns as Spark's expressions read them. */
final class QuotedName {
  private QuotedName() {}

  /** Returns a name in backticks, in which a dot does not select a field. */
  static String of(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
