package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.CsvLine;
import io.lautum.experiment.storage.Places;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** The rows of a table of vectors while they are computed and written. */
final class EncodedTableJob implements AutoCloseable {
  /** Name of the file in a table's folder that lists the files that were left out. */
  static final String SKIPPED = "_skipped.csv";

  private static final String KEPT = "kept";

  private static final StructType ROWS =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("dataset", DataTypes.IntegerType, false)
          .add("id", DataTypes.LongType, false)
          .add("path", DataTypes.StringType, false)
          .add("label", DataTypes.StringType, true)
          .add("split", DataTypes.StringType, false)
          .add("sha256", DataTypes.BinaryType, true)
          .add("features", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("fault", DataTypes.StringType, true);

  private final JavaSparkContext spark;
  private final TableFolder folder;
  private final SparkSession session;
  private final List<Broadcast<?>> broadcasts = new ArrayList<>();
  private Dataset<Row> kept;
  private KnownImages known = KnownImages.NONE;
  private Dataset<Row> rows;
  private Counts counts;

  /**
   * @param files number of image files
   * @param encoded number of images that were encoded
   * @param bad number of files without usable image
   */
  record Counts(long files, long encoded, long bad) {}

  EncodedTableJob(JavaSparkContext spark, TableFolder folder) {
    this.spark = spark;
    this.folder = folder;
    session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
  }

  /**
   * Keeps the vectors of the present table, and those of earlier runs that did not end.
   *
   * @param keepsPresent whether the present table has vectors of the same encoder
   */
  void keep(boolean keepsPresent) throws IOException {
    List<Dataset<Row>> tables = new ArrayList<>();
    if (keepsPresent) {
      tables.add(reader().parquet(folder.present()));
    }
    for (String run : folder.unfinishedRuns()) {
      tables.add(reader().schema(ROWS).parquet(run).filter("features is not null"));
    }
    if (tables.isEmpty()) {
      return;
    }
    kept =
        tables.stream()
            .map(table -> table.select(functions.col("sha256"), functions.col("features").as(KEPT)))
            .reduce(Dataset::union)
            .orElseThrow()
            .dropDuplicates("sha256");
    List<byte[]> digests = new ArrayList<>();
    kept.select("sha256").collectAsList().forEach(row -> digests.add(row.getAs(0)));
    known = KnownImages.of(digests);
  }

  /**
   * Encodes all images whose vectors are not kept.
   *
   * @throws DataException if there are no images, or bad files that are not to be left out
   */
  Counts compute(
      String encoder, String digest, EncoderSettings settings, List<EncodedDataset.Opened> datasets)
      throws IOException {
    Broadcast<SerializableConfiguration> hadoop =
        broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Broadcast<EncodeTask.Work> work =
        broadcast(new EncodeTask.Work(encoder, digest, settings, datasets, known));
    List<EncodeTask.Part> parts =
        EncodeTask.parts(datasets, hadoop.value().value(), spark.defaultParallelism());
    JavaRDD<Row> tasks =
        spark.parallelize(parts, parts.size()).flatMap(new EncodeTask(hadoop, work));
    String run = folder.newRun().toString();
    Dataset<Row> encoded = session.createDataFrame(tasks, ROWS);
    ProgressJob.during(
        spark,
        JobGroup.current(spark),
        "encode",
        () ->
            writer(encoded)
                // Each task's file counts as soon as it is done, so that a later run can use it if
                // this one is killed.
                .option("mapreduce.fileoutputcommitter.algorithm.version", "2")
                .parquet(run));
    rows = reader().schema(ROWS).parquet(run);
    counts =
        new Counts(
            rows.count(),
            rows.filter("features is not null").count(),
            rows.filter("fault is not null").count());
    requireUsable(datasets);
    if (counts.files() == counts.bad()) {
      throw new DataException("expected images to encode, found none");
    }
    return counts;
  }

  private DataFrameReader reader() {
    return session.read().option(Places.PATTERNS, false);
  }

  /** Returns a writer without the dictionary of values that vectors hardly ever have twice. */
  private static DataFrameWriter<Row> writer(Dataset<Row> table) {
    return table.write().option("parquet.enable.dictionary#features.list.element", false);
  }

  private <T> Broadcast<T> broadcast(T value) {
    Broadcast<T> broadcast = spark.broadcast(value);
    broadcasts.add(broadcast);
    return broadcast;
  }

  private void requireUsable(List<EncodedDataset.Opened> datasets) {
    for (int i = 0; i < datasets.size() && counts.bad() > 0; i++) {
      Dataset<Row> files = rows.filter(functions.col("dataset").equalTo(i));
      Dataset<Row> bad = files.filter("fault is not null");
      long count = bad.count();
      if (count > 0) {
        List<String> named = new ArrayList<>();
        bad.orderBy("part", "id")
            .select("path", "fault")
            .takeAsList(BadImages.MOST_NAMED)
            .forEach(row -> named.add(row.getString(0) + ": " + row.getString(1)));
        new BadImages(datasets.get(i).config(), files.count(), count, named).check();
      }
    }
  }

  /** Writes the rows in the order of the datasets, and the list of the files left out. */
  void write() throws IOException {
    Dataset<Row> intact = rows.filter("fault is null");
    if (kept != null) {
      intact =
          intact
              .join(kept, new String[] {"sha256"}, "left_outer")
              .withColumn(
                  "features", functions.coalesce(functions.col("features"), functions.col(KEPT)));
    }
    writer(intact.orderBy("part", "id").select("path", "label", "split", "sha256", "features"))
        .mode(SaveMode.Overwrite)
        .parquet(folder.temporary().toString());
    if (counts.bad() > 0) {
      FileSystem files = folder.files();
      AtomicFile.write(files, new Path(folder.temporary(), SKIPPED), this::writeSkipped);
    }
  }

  private void writeSkipped(OutputStream out) throws IOException {
    CsvLine.write(out, "path", "fault");
    Iterator<Row> bad =
        rows.filter("fault is not null")
            .orderBy("part", "id")
            .select("path", "fault")
            .toLocalIterator();
    while (bad.hasNext()) {
      Row row = bad.next();
      CsvLine.write(out, row.getString(0), row.getString(1));
    }
  }

  @Override
  public void close() {
    broadcasts.forEach(Broadcast::destroy);
  }
}
