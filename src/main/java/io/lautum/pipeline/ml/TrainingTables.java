package io.lautum.pipeline.ml;

import io.lautum.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a DataFrame as Parquet tables of the formats that {@code adapt} reads: labelled and
 * unlabelled target images, and source images.
 */
final class TrainingTables {
  private static final String SOURCE = "source";
  private static final String IMAGE = "content";
  private static final String LABEL = "label";

  private final TransferClassifier stage;

  TrainingTables(TransferClassifier stage) {
    this.stage = stage;
  }

  /**
   * Checks the columns of labels and domains.
   *
   * @throws IllegalArgumentException if one is missing or has a wrong type
   */
  void check(StructType schema) {
    DataType labels = type(schema, stage.labelCol());
    if (!(labels instanceof NumericType) && !labels.equals(DataTypes.StringType)) {
      throw wrong(stage.labelCol(), "labels, texts or numbers", labels);
    }
    if (stage.isDefined(stage.domainCol())) {
      DataType domains = type(schema, stage.domainCol());
      if (!domains.equals(DataTypes.StringType)) {
        throw wrong(stage.domainCol(), "texts, source for the source dataset", domains);
      }
    }
  }

  private DataType type(StructType schema, Param<String> column) {
    String name = stage.getOrDefault(column);
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: %s: expected a column \"%s\", found %s",
              stage.uid(), column.name(), name, Arrays.toString(schema.fieldNames())));
    }
    return schema.apply(name).dataType();
  }

  private IllegalArgumentException wrong(Param<String> column, String expected, DataType found) {
    return new IllegalArgumentException(
        Text.format(
            "%s: %s: expected a column of %s, found %s",
            stage.uid(), column.name(), expected, found.simpleString()));
  }

  /** Returns whether labels are numbers. */
  boolean hasNumericLabels(StructType schema) {
    return type(schema, stage.labelCol()) instanceof NumericType;
  }

  /**
   * Writes the tables.
   *
   * @return configuration keys with their places, as {@code key=value}
   * @throws IllegalArgumentException if a label is a number that is not whole, or no image has a
   *     label
   */
  List<String> write(Dataset<?> dataset, Path folder) {
    Column label = functions.col(stage.getOrDefault(stage.labelCol()));
    boolean numeric = hasNumericLabels(dataset.schema());
    if (numeric && !dataset.filter(label.notEqual(functions.rint(label))).isEmpty()) {
      throw new IllegalArgumentException(
          Text.format("%s: labelCol: expected whole numbers, found others", stage.uid()));
    }
    Column text = numeric ? label.cast(DataTypes.LongType).cast(DataTypes.StringType) : label;
    Dataset<Row> rows =
        dataset
            .select(
                functions.col(stage.getOrDefault(stage.inputCol())).as(IMAGE),
                text.as(LABEL),
                isSource().as(SOURCE))
            // Rows that are computed differently each time must not be labelled and unlabelled.
            .persist(StorageLevel.DISK_ONLY());
    try {
      return divide(rows, folder);
    } finally {
      rows.unpersist();
    }
  }

  private List<String> divide(Dataset<Row> rows, Path folder) {
    Column labelled = functions.col(LABEL).isNotNull();
    Column source = functions.col(SOURCE);
    List<String> keys = new ArrayList<>();
    write(rows.filter(functions.not(source).and(labelled)), "target.labelled", folder, keys);
    Dataset<Row> unlabelled = rows.filter(functions.not(source).and(functions.not(labelled)));
    if (!unlabelled.isEmpty()) {
      write(unlabelled.drop(LABEL), "target.unlabelled", folder, keys);
    }
    if (stage.isDefined(stage.domainCol())) {
      write(rows.filter(source.and(labelled)), "source.path", folder, keys);
    }
    return keys;
  }

  private Column isSource() {
    return stage.isDefined(stage.domainCol())
        ? functions.col(stage.getOrDefault(stage.domainCol())).eqNullSafe(functions.lit(SOURCE))
        : functions.lit(false);
  }

  private void write(Dataset<Row> rows, String key, Path folder, List<String> keys) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: expected labelled images of the %s, found none",
              stage.uid(), key.startsWith(SOURCE) ? "source" : "target"));
    }
    Path table = new Path(folder, key);
    rows.drop(SOURCE).write().parquet(table.toString());
    keys.add(Text.format("%s=\"%s\"", key, table));
  }
}
