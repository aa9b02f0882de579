package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.FileFindings;
import io.lautum.experiment.result.Classification;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Scores the rows of a partition with one batch in memory at a time. Appends the index of the most
 * probable class, its name and the vector of probabilities to each row; null for these and the
 * fault to a row without an intact example, if there is a column for faults.
 */
final class ImageScorer implements Iterator<Row>, Closeable {
  /**
   * A batch ends early if its files exceed this size. Files may have 64 MiB each, but typical ones
   * are so small that batches are complete.
   */
  private static final long MAX_BATCH_BYTES = 128 << 20;

  private final Iterator<Row> rows;
  private final ExampleColumns columns;
  private final List<String> classes;
  private final Predictor predictor;
  private final int batchSize;
  private final boolean keepsErrors;
  private final ImageFit fit;
  private final FoundEncoder.Images encoder;
  private final ImageDecoder decoder;
  private final Deque<Row> scored = new ArrayDeque<>();
  private long read;

  /**
   * @param encoder what turns images into vectors; null if the model takes the examples themselves
   * @param keepsErrors whether a fault becomes a value of an additional column instead of an
   *     exception
   */
  ImageScorer(
      Iterator<Row> rows,
      ExampleColumns columns,
      TrainedModel model,
      FoundEncoder.Images encoder,
      int batchSize,
      boolean keepsErrors) {
    this.rows = rows;
    this.keepsErrors = keepsErrors;
    this.columns = columns;
    this.batchSize = batchSize;
    classes = model.metadata().classes();
    fit = model.metadata().imageFit();
    this.encoder = encoder;
    decoder = new ImageDecoder(fit.background());
    predictor = new Predictor(model, model.metadata().normalization(), batchSize, Engines.AUTO);
  }

  @Override
  public boolean hasNext() {
    return !scored.isEmpty() || rows.hasNext();
  }

  /**
   * @throws DataException if a row has no intact example, and there is no column for faults
   */
  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (scored.isEmpty()) {
      scoreBatch();
    }
    return scored.remove();
  }

  private void scoreBatch() {
    List<Row> batch = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<byte[]> examples = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long bytes = 0;
    while (rows.hasNext() && batch.size() < batchSize && bytes < MAX_BATCH_BYTES) {
      Row row = rows.next();
      read++;
      String name = columns.name(row, read);
      String error = null;
      bytes += columns.size(row);
      try {
        examples.add(columns.example(row, name, decoder, fit));
        names.add(name);
      } catch (DataException e) {
        if (!keepsErrors) {
          throw e;
        }
        error = FileFindings.text(name, e);
      }
      batch.add(row);
      errors.add(error);
    }
    Iterator<float[]> probabilities = probabilities(encoded(names, examples)).iterator();
    for (int i = 0; i < batch.size(); i++) {
      boolean intact = errors.get(i) == null;
      Object[] values = extended(batch.get(i));
      if (intact) {
        addScores(values, batch.get(i).size(), probabilities.next());
      } else {
        values[values.length - 1] = errors.get(i);
      }
      scored.add(RowFactory.create(values));
    }
  }

  private List<byte[]> encoded(List<String> names, List<byte[]> examples) {
    return encoder == null
        ? examples
        : encoder.vectors(names, examples).stream().map(FloatVector::bytes).toList();
  }

  private List<float[]> probabilities(List<byte[]> examples) {
    List<float[]> all = new ArrayList<>();
    if (!examples.isEmpty()) {
      predictor.probabilities(
          examples.toArray(byte[][]::new), (first, batch) -> all.addAll(Arrays.asList(batch)));
    }
    return all;
  }

  /** Returns the values of a row, with space for the new columns. */
  private Object[] extended(Row row) {
    Object[] values = new Object[row.size() + (keepsErrors ? 4 : 3)];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private void addScores(Object[] values, int next, float[] probabilities) {
    int label = Classification.of(probabilities).predicted();
    double[] vector = new double[probabilities.length];
    Arrays.setAll(vector, k -> probabilities[k]);
    values[next] = (double) label;
    values[next + 1] = classes.get(label);
    values[next + 2] = Vectors.dense(vector);
  }

  @Override
  public void close() {
    decoder.close();
    predictor.close();
  }
}
