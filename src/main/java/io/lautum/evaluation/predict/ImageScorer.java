package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.data.encoder.FoundEncoder;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.read.FileFindings;
import io.lautum.network.model.TrainedModel;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of a partition with one batch in memory at a time.
 *
 * @param <T> type of the results
 */
final class ImageScorer<T> implements Iterator<T>, Closeable {
  /**
   * A batch ends early if its files or decoded images exceed this size. Files may have 64 MiB each
   * and images for encoders be large, but typical ones are so small that batches are complete.
   */
  private static final long MAX_BATCH_BYTES = 128 << 20;

  private final Iterator<Row> rows;
  private final ExampleColumns columns;
  private final BatchScorer scorer;
  private final Output<T> output;
  private final int batchSize;
  private final boolean keepsErrors;
  private final ImageFit fit;
  private final FoundEncoder.Images encoder;
  private final ImageDecoder decoder;
  private final Deque<T> scored = new ArrayDeque<>();
  private long read;

  /** Creates the result of a row. */
  @FunctionalInterface
  interface Output<T> {
    /**
     * @param scores scores of the row's example; null with an error
     * @param error why the row has no intact example; otherwise null
     */
    T of(Row row, Scores scores, String error);
  }

  /**
   * @param encoder what turns images into vectors; null if the model takes the examples themselves
   * @param keepsErrors whether a fault becomes a result instead of an exception
   */
  ImageScorer(
      Iterator<Row> rows,
      ExampleColumns columns,
      TrainedModel model,
      FoundEncoder.Images encoder,
      int batchSize,
      boolean keepsErrors,
      Output<T> output) {
    this.output = output;
    this.rows = rows;
    this.keepsErrors = keepsErrors;
    this.columns = columns;
    this.batchSize = batchSize;
    fit = model.metadata().imageFit();
    this.encoder = encoder;
    decoder = new ImageDecoder(fit.background());
    scorer = new BatchScorer(model, batchSize);
  }

  @Override
  public boolean hasNext() {
    return !scored.isEmpty() || rows.hasNext();
  }

  /**
   * @throws DataException if a row has no intact example, and faults are not kept
   */
  @Override
  public T next() {
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
      long size = columns.size(row);
      try {
        byte[] example = columns.example(row, name, decoder, fit);
        size = Math.max(size, example.length);
        examples.add(example);
        names.add(name);
      } catch (DataException e) {
        if (!keepsErrors) {
          throw e;
        }
        error = FileFindings.text(name, e);
      }
      bytes += size;
      batch.add(row);
      errors.add(error);
    }
    Iterator<Scores> scores = scorer.score(encoded(names, examples)).iterator();
    for (int i = 0; i < batch.size(); i++) {
      boolean intact = errors.get(i) == null;
      scored.add(output.of(batch.get(i), intact ? scores.next() : null, errors.get(i)));
    }
  }

  private List<byte[]> encoded(List<String> names, List<byte[]> examples) {
    return encoder == null
        ? examples
        : encoder.vectors(names, examples).stream().map(FloatVector::bytes).toList();
  }

  @Override
  public void close() {
    decoder.close();
    scorer.close();
  }
}
