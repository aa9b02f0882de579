package io.lautum.pipeline.ml;

import com.typesafe.config.ConfigUtil;
import io.lautum.Text;
import io.lautum.experiment.storage.Places;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a DataFrame as Parquet tables of the formats that {@code adapt} reads: labelled and
 * unlabelled target examples, and source examples, which are images or vectors.
 */
final class TrainingTables {
  static final String EXAMPLE = "content";
  static final String LABEL = "label";
  static final String PATH = "path";

  private static final String SOURCE = "source";
  private static final String HELD_OUT = "validation";

  private final TransferClassifier stage;

  TrainingTables(TransferClassifier stage) {
    this.stage = stage;
  }

  /**
   * Checks the columns of labels, domains and validation rows.
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
    if (stage.isDefined(stage.validationIndicatorCol())) {
      DataType marks = type(schema, stage.validationIndicatorCol());
      if (!marks.equals(DataTypes.BooleanType)) {
        throw wrong(stage.validationIndicatorCol(), "booleans, true for validation", marks);
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
   * @throws IllegalArgumentException if a label is a number that is not whole, no row has a label,
   *     or a label is only that of rows for validation
   */
  List<String> write(Dataset<?> dataset, Path folder) throws IOException {
    LabelColumn labels =
        new LabelColumn(column(stage.labelCol()), type(dataset.schema(), stage.labelCol()));
    if (!labels.areClasses(dataset)) {
      throw new IllegalArgumentException(
          Text.format("%s: labelCol: expected whole numbers, found others", stage.uid()));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(example(dataset.schema()).as(EXAMPLE));
    columns.add(labels.names().as(LABEL));
    columns.add(isSource().as(SOURCE));
    columns.add(isHeldOut(labels.names()).as(HELD_OUT));
    if (hasPaths(dataset.schema())) {
      columns.add(functions.col(PATH));
    }
    Dataset<Row> rows =
        dataset
            .select(columns.toArray(Column[]::new))
            // Rows that are computed differently each time must not be labelled and unlabelled.
            .persist(StorageLevel.DISK_ONLY());
    try {
      List<String> keys = divide(rows, folder);
      if (hasVectors(dataset.schema())) {
        keys.addAll(vectorKeys("target"));
        keys.addAll(stage.isDefined(stage.domainCol()) ? vectorKeys(SOURCE) : List.of());
      }
      return keys;
    } finally {
      rows.unpersist();
    }
  }

  /** Returns a column by its name, which may contain dots. */
  private Column column(Param<String> parameter) {
    return functions.col(QuotedName.of(stage.getOrDefault(parameter)));
  }

  /** Returns whether rows have names, which messages and groups of images use. */
  static boolean hasPaths(StructType schema) {
    return Arrays.asList(schema.fieldNames()).contains(PATH)
        && schema.apply(PATH).dataType().equals(DataTypes.StringType);
  }

  private boolean hasVectors(StructType schema) {
    DataType examples = type(schema, stage.inputCol());
    return examples instanceof ArrayType || examples.equals(SQLDataTypes.VectorType());
  }

  /** Returns the column of examples. Parquet tables of vectors have no decimals. */
  private Column example(StructType schema) {
    Column column = column(stage.inputCol());
    return type(schema, stage.inputCol()) instanceof ArrayType
        ? column.cast(DataTypes.createArrayType(DataTypes.FloatType))
        : column;
  }

  private List<String> vectorKeys(String dataset) {
    return List.of(
        dataset + ".format=vectors",
        Text.format("%s.vector-columns=[%s]", dataset, EXAMPLE),
        Text.format("%s.missing=%s", dataset, stage.getOrDefault(stage.missing())));
  }

  private List<String> divide(Dataset<Row> rows, Path folder) throws IOException {
    Column labelled = functions.col(LABEL).isNotNull();
    Column source = functions.col(SOURCE);
    if (stage.isDefined(stage.validationIndicatorCol())) {
      write(rows.filter(HELD_OUT), folder, HELD_OUT, "for validation");
    }
    Dataset<Row> trained = rows.filter(functions.not(functions.col(HELD_OUT)));
    Dataset<Row> target = trained.filter(functions.not(source));
    List<String> keys = new ArrayList<>();
    keys.add(write(target.filter(labelled), folder, "target.labelled", "of the target"));
    requireTrained(rows.filter(functions.not(source)));
    Dataset<Row> unlabelled = target.filter(functions.not(labelled));
    if (!unlabelled.isEmpty()) {
      keys.add(write(unlabelled.drop(LABEL), folder, "target.unlabelled", ""));
    }
    if (stage.isDefined(stage.domainCol())) {
      Dataset<Row> sources = trained.filter(source.and(labelled));
      keys.add(write(sources, folder, "source.path", "of the source"));
    }
    return keys;
  }

  /** Checks that the labels of the target's rows for validation are among those for training. */
  private void requireTrained(Dataset<Row> target) {
    List<Row> untrained =
        target
            .filter(functions.col(LABEL).isNotNull())
            .groupBy(LABEL)
            .agg(functions.min(HELD_OUT).as(HELD_OUT))
            .filter(HELD_OUT)
            .takeAsList(1);
    if (!untrained.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "%s: validationIndicatorCol: expected labels of the target's rows for training, found"
                  + " \"%s\"",
              stage.uid(), untrained.get(0).getString(0)));
    }
  }

  private Column isSource() {
    return stage.isDefined(stage.domainCol())
        ? isSource(stage.getOrDefault(stage.domainCol()))
        : functions.lit(false);
  }

  /** Returns whether rows belong to the source, as a column of domains states it. */
  static Column isSource(String domains) {
    return functions.col(QuotedName.of(domains)).eqNullSafe(functions.lit(SOURCE));
  }

  private Column isHeldOut(Column label) {
    return stage.isDefined(stage.validationIndicatorCol())
        ? column(stage.validationIndicatorCol())
            .eqNullSafe(functions.lit(true))
            .and(label.isNotNull())
            .and(functions.not(isSource()))
        : functions.lit(false);
  }

  /**
   * Writes one table.
   *
   * @param key name of the table and of the key with its place
   * @param purpose what the rows are for, for messages
   * @return the key with the place, as {@code key=value}
   */
  private String write(Dataset<Row> rows, Path folder, String key, String purpose)
      throws IOException {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format("%s: expected labelled rows %s, found none", stage.uid(), purpose));
    }
    Path table = new Path(folder, key);
    NumberedFiles.write(rows.drop(SOURCE, HELD_OUT), table);
    return key + "=" + ConfigUtil.quoteString(table.toString());
  }

  /** Reads the rows for validation, which {@link #write} wrote. */
  Dataset<Row> heldOut(Path folder, SparkSession spark) {
    String table = new Path(folder, HELD_OUT).toString();
    return spark.read().option(Places.PATTERNS, false).parquet(table);
  }
}
