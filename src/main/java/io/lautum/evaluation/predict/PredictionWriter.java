package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.CsvLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
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
  static PredictionWriter of(Path output, JavaSparkContext spark) {
    if (output.getName().endsWith(".csv")) {
      return (predictions, classes) -> csv(output, spark, predictions, classes);
    }
    if (output.getName().endsWith(".parquet")) {
      return (predictions, classes) -> parquet(output, spark, predictions, classes);
    }
    throw new UserException(
        "--output " + output + ": expected a name that ends in .csv or .parquet");
  }

  private static void csv(
      Path output, JavaSparkContext spark, JavaRDD<Prediction> predictions, List<String> classes)
      throws IOException {
    FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
    AtomicFile.write(
        files,
        output,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          List<String> header = new ArrayList<>(List.of("path", "label"));
          classes.forEach(name -> header.add("p_" + name));
          header.add("error");
          writer.write(CsvLine.of(header));
          // Reads one partition at a time, so that the driver does not hold all predictions.
          Iterator<Prediction> rows = predictions.toLocalIterator();
          while (rows.hasNext()) {
            writer.write(CsvLine.of(cells(rows.next(), classes)));
          }
          writer.flush();
        });
  }

  private static List<String> cells(Prediction prediction, List<String> classes) {
    boolean intact = prediction.error() == null;
    List<String> cells = new ArrayList<>();
    cells.add(prediction.path());
    cells.add(intact ? prediction.labelName(classes) : "");
    for (int k = 0; k < classes.size(); k++) {
      cells.add(intact ? Float.toString(prediction.probabilities()[k]) : "");
    }
    cells.add(intact ? "" : prediction.error());
    return cells;
  }

  private static void parquet(
      Path output, JavaSparkContext spark, JavaRDD<Prediction> predictions, List<String> classes)
      throws IOException {
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, true)
            .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), true)
            .add("error", DataTypes.StringType, true);
    JavaRDD<Row> rows =
        predictions.map(
            p -> RowFactory.create(p.path(), p.labelName(classes), p.probabilities(), p.error()));
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    FileSystem files = output.getFileSystem(spark.hadoopConfiguration());
    Path temporary = new Path(output.getParent(), "." + output.getName() + ".tmp");
    try {
      session
          .createDataFrame(rows, schema)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(temporary.toString());
      if (!files.rename(temporary, output)) {
        throw new IOException(Text.format("cannot rename %s to %s", temporary, output));
      }
    } finally {
      files.delete(temporary, true);
    }
  }
}
