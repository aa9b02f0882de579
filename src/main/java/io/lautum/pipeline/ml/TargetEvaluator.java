package io.lautum.pipeline.ml;

import io.lautum.Text;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Spark's evaluator of classifiers, restricted to the labelled rows of the target: rows whose label
 * is null or NaN, and those that {@code domainCol} marks as source, count in no metric. {@code
 * CrossValidator} and {@code TrainValidationSplit} hold out all kinds of rows.
 */
public final class TargetEvaluator extends MulticlassClassificationEvaluator {
  private static final String LOG_LOSS = "logLoss";

  private final Param<String> domainCol;

  public TargetEvaluator() {
    this(Identifiable$.MODULE$.randomUID("targetEvaluator"));
  }

  /** Creates an evaluator with an identifier. */
  public TargetEvaluator(String uid) {
    super(uid);
    domainCol = new Param<>(this, "domainCol", "optional column; source marks the source dataset");
  }

  /** Reads an evaluator that {@code save} wrote to {@code path}. */
  public static TargetEvaluator load(String path) {
    return (TargetEvaluator) read().load(path);
  }

  public Param<String> domainCol() {
    return domainCol;
  }

  public TargetEvaluator setDomainCol(String column) {
    set(domainCol, column);
    return this;
  }

  /**
   * Returns all metrics over the labelled rows of the target; {@link #evaluate} returns one of
   * them.
   *
   * @throws IllegalArgumentException if there are none, or a column is missing or has a wrong type
   */
  @Override
  public MulticlassMetrics getMetrics(Dataset<?> dataset) {
    MulticlassMetrics metrics = super.getMetrics(labelledTarget(dataset));
    // Most metrics of no rows are 0 or NaN. The cross-entropy is computed without the labels, and
    // fails if there are no rows.
    if (!getMetricName().equals(LOG_LOSS) && metrics.labels().length == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: expected labelled rows of the target, found none; use fewer folds", uid()));
    }
    return metrics;
  }

  private Dataset<Row> labelledTarget(Dataset<?> dataset) {
    StructType schema = dataset.schema();
    Column labels = functions.col(QuotedName.of(getLabelCol()));
    Column used =
        new LabelColumn(labels, schema.apply(getLabelCol()).dataType()).names().isNotNull();
    if (isDefined(domainCol)) {
      used = used.and(functions.not(TrainingTables.isSource(getOrDefault(domainCol))));
    }
    return dataset.toDF().filter(used);
  }
}
