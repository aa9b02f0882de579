package io.lautum.evaluation.predict;

import io.lautum.UserException;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.AtomicFolder;
import io.lautum.experiment.storage.CsvLine;
import io.lautum.operations.cluster.RowsInParts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes predictions atomically: an output that exists is complete. */
interface PredictionWriter {
  void write(JavaRDD<Prediction> predictions, List<String> classes) throws IOException;

  /**
   * Returns the writer for an output's suffix.
   *
   * @throws UserException if the suffix is neither {@code .csv} nor {@code .parquet}
   */
  static PredictionWriter of(Path output, ScoreForm form, JavaSparkContext spark) {
    if (output.getName().endsWith(".csv")) {
      return (predictions, classes) -> csv(output, form, spark, predictions, classes);
    }
    if (output.getName().endsWith(".parquet")) {
      return (predictions, classes) -> parquet(output, form, spark, predictions, classes);
    }
    throw new UserException(
        "--output " + output + ": expected a name that ends in .csv or .parquet");
  }

  private static void csv(
      Path output,
      ScoreForm form,
      JavaSparkContext spark,
      JavaRDD<Prediction> predictions,
      List<String> classes)
      throws IOException {
    FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
    AtomicFile.write(
        files,
        output,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          List<String> header = new ArrayList<>(List.of("path", "label"));
          header.addAll(form.columns(classes));
          header.add("error");
          writer.write(CsvLine.of(header));
          Iterator<Prediction> rows = new RowsInParts<>(predictions);
          while (rows.hasNext()) {
            writer.write(CsvLine.of(cells(rows.next(), form, classes)));
          }
          writer.flush();
        });
  }

  private static List<String> cells(Prediction prediction, ScoreForm form, List<String> classes) {
    List<String> cells = new ArrayList<>();
    cells.add(prediction.path());
    if (prediction.error() == null) {
      cells.add(Objects.requireNonNullElse(form.label(prediction, classes), ""));
      cells.addAll(form.cells(prediction, classes));
      cells.add("");
    } else {
      cells.addAll(Collections.nCopies(1 + form.columns(classes).size(), ""));
      cells.add(prediction.error());
    }
    return cells;
  }

  private static void parquet(
      Path output,
      ScoreForm form,
      JavaSparkContext spark,
      JavaRDD<Prediction> predictions,
      List<String> classes)
      throws IOException {
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, true)
            .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), true)
            .add("error", DataTypes.StringType, true);
    if (form.top() > 0) {
      schema = schema.add("labels", DataTypes.createArrayType(DataTypes.StringType, false), true);
    }
    if (form.outsider() != null) {
      schema = schema.add(form.outsider().column(), DataTypes.DoubleType, true);
    }
    JavaRDD<Row> rows = predictions.map(prediction -> row(prediction, form, classes));
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
    Dataset<Row> table = session.createDataFrame(rows, schema);
    AtomicFolder.write(
        files,
        output,
        folder -> {
          table.write().parquet(folder.toString());
          return output;
        });
  }

  /**
   * Returns a row with the probabilities of all classes, or with the most probable classes, and the
   * score of the form.
   */
  private static Row row(Prediction prediction, ScoreForm form, List<String> classes) {
    boolean intact = prediction.error() == null;
    float[] probabilities = intact ? prediction.scores().probabilities() : null;
    List<Integer> ranked = intact ? form.ranked(prediction) : List.of();
    List<Object> values = new ArrayList<>();
    values.add(prediction.path());
    values.add(form.label(prediction, classes));
    values.add(
        intact && form.top() > 0
            ? ranked.stream().map(k -> probabilities[k]).toArray(Float[]::new)
            : probabilities);
    values.add(prediction.error());
    if (form.top() > 0) {
      values.add(intact ? ranked.stream().map(classes::get).toArray(String[]::new) : null);
    }
    if (form.outsider() != null) {
      values.add(intact ? prediction.scores().outsider(form.outsider()) : null);
    }
    return RowFactory.create(values.toArray());
  }
}
