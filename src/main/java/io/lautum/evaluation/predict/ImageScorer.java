package io.lautum.evaluation.predict;

import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
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
 * probable class, its name and the vector of probabilities to each row.
 */
final class ImageScorer implements Iterator<Row>, Closeable {
  /**
   * A batch ends early if its files exceed this size. Files may have 64 MiB each, but typical ones
   * are so small that batches are complete.
   */
  private static final long MAX_BATCH_BYTES = 128 << 20;

  private final Iterator<Row> rows;
  private final ImageColumns columns;
  private final List<String> classes;
  private final Predictor predictor;
  private final int batchSize;
  private final ImageFit fit;
  private final ImageDecoder decoder;
  private final Deque<Row> scored = new ArrayDeque<>();
  private long read;

  ImageScorer(Iterator<Row> rows, ImageColumns columns, TrainedModel model, int batchSize) {
    this.rows = rows;
    this.columns = columns;
    this.batchSize = batchSize;
    classes = model.metadata().classes();
    fit = model.metadata().fit();
    decoder = new ImageDecoder(fit.background());
    predictor = new Predictor(model, model.metadata().normalization(), batchSize, Engines.AUTO);
  }

  @Override
  public boolean hasNext() {
    return !scored.isEmpty() || rows.hasNext();
  }

  /**
   * @throws io.lautum.DataException if a row has no intact image
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
    List<byte[]> images = new ArrayList<>();
    long bytes = 0;
    while (rows.hasNext() && batch.size() < batchSize && bytes < MAX_BATCH_BYTES) {
      Row row = rows.next();
      read++;
      String name = columns.name(row, read);
      byte[] content = columns.content(row, name);
      bytes += content.length;
      batch.add(row);
      DecodedImage image = decoder.decode(name, content);
      images.add(fit.apply(image.pixels(), image.shape()));
    }
    predictor.probabilities(
        images.toArray(byte[][]::new),
        (first, probabilities) -> {
          for (int i = 0; i < probabilities.length; i++) {
            scored.add(scored(batch.get(first + i), probabilities[i]));
          }
        });
  }

  private Row scored(Row row, float[] probabilities) {
    Object[] values = new Object[row.size() + 3];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    int label = Classification.of(probabilities).predicted();
    double[] vector = new double[probabilities.length];
    Arrays.setAll(vector, k -> probabilities[k]);
    values[row.size()] = (double) label;
    values[row.size() + 1] = classes.get(label);
    values[row.size() + 2] = Vectors.dense(vector);
    return RowFactory.create(values);
  }

  @Override
  public void close() {
    decoder.close();
    predictor.close();
  }
}
