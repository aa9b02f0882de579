package io.lautum.evaluation.predict;

import io.lautum.data.read.vectors.VectorInput;
import io.lautum.data.read.vectors.VectorInput.NamedVector;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Scores the rows of a table of vectors, one task per file and one batch in memory at a time. */
final class VectorScores {
  private VectorScores() {}

  /**
   * Returns the predictions in the order of the files and rows.
   *
   * @param columns where and how the table has vectors
   */
  static JavaRDD<Prediction> of(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      TrainedModel model,
      String path,
      VectorsConfig columns,
      int batchSize)
      throws IOException {
    DatasetConfig table =
        DatasetConfig.of("input", "vectors", path, LayoutConfig.DEFAULTS, columns);
    int size = model.metadata().network().shape().size();
    VectorInput input =
        VectorInput.open(hadoop.value().value(), table, size, model.metadata().columns());
    // Not destroyed, because the result is computed later; Spark's cleaner removes it then.
    Broadcast<TrainedModel> shared = spark.broadcast(model);
    return spark
        .parallelize(IntStream.range(0, input.parts()).boxed().toList(), input.parts())
        .mapPartitions(
            parts -> {
              BatchScorer scorer = new BatchScorer(shared.value(), batchSize);
              TaskCompletionListener close = context -> scorer.close();
              TaskContext.get().addTaskCompletionListener(close);
              return new Scorer(input, hadoop.value().value(), parts, scorer, batchSize);
            });
  }

  /** Scores the files of a task. */
  private static final class Scorer implements Iterator<Prediction> {
    private final VectorInput input;
    private final Configuration hadoop;
    private final Iterator<Integer> parts;
    private final BatchScorer scorer;
    private final int batchSize;
    private VectorInput.Rows rows;
    private Iterator<Prediction> scored = List.<Prediction>of().iterator();

    private Scorer(
        VectorInput input,
        Configuration hadoop,
        Iterator<Integer> parts,
        BatchScorer scorer,
        int batchSize) {
      this.input = input;
      this.hadoop = hadoop;
      this.parts = parts;
      this.scorer = scorer;
      this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
      try {
        while (!scored.hasNext() && (rows != null || parts.hasNext())) {
          score();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return scored.hasNext();
    }

    @Override
    public Prediction next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return scored.next();
    }

    private void score() throws IOException {
      rows = rows == null ? input.read(hadoop, parts.next()) : rows;
      List<NamedVector> batch = new ArrayList<>();
      NamedVector row = rows.next();
      while (row != null) {
        batch.add(row);
        row = batch.size() < batchSize ? rows.next() : null;
      }
      if (batch.size() < batchSize) {
        rows.close();
        rows = null;
      }
      List<byte[]> vectors =
          batch.stream().map(NamedVector::bytes).filter(Objects::nonNull).toList();
      Iterator<Scores> next = scorer.score(vectors).iterator();
      List<Prediction> predictions = new ArrayList<>();
      for (NamedVector one : batch) {
        boolean intact = one.fault() == null;
        predictions.add(new Prediction(one.name(), intact ? next.next() : null, one.fault()));
      }
      scored = predictions.iterator();
    }
  }
}
