package io.lautum.predict;

import io.lautum.data.ImageDecoder;
import io.lautum.data.ImageFile;
import io.lautum.data.ImageShape;
import io.lautum.evaluate.Predictor;
import io.lautum.model.TrainedModel;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Scores image files one after the other, with one batch of them in memory. */
final class ImageScorer implements Iterator<Prediction>, Closeable {
  private final Iterator<String> paths;
  private final Configuration hadoop;
  private final ImageShape shape;
  private final Predictor predictor;
  private final int batchSize;
  private final ImageDecoder decoder = new ImageDecoder();
  private final Deque<Prediction> scored = new ArrayDeque<>();

  ImageScorer(Iterator<String> paths, TrainedModel model, Configuration hadoop, int batchSize) {
    this.paths = paths;
    this.hadoop = hadoop;
    this.batchSize = batchSize;
    shape = model.metadata().network().shape();
    predictor = new Predictor(model, model.metadata().normalization(), batchSize);
  }

  @Override
  public boolean hasNext() {
    return !scored.isEmpty() || paths.hasNext();
  }

  /**
   * @throws io.lautum.DataException if a file is no image of the model's shape
   */
  @Override
  public Prediction next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (scored.isEmpty()) {
      scoreBatch();
    }
    return scored.remove();
  }

  private void scoreBatch() {
    List<String> batch = new ArrayList<>();
    List<byte[]> images = new ArrayList<>();
    while (paths.hasNext() && batch.size() < batchSize) {
      String path = paths.next();
      batch.add(path);
      images.add(decoder.pixels(path, content(path), shape));
    }
    predictor.probabilities(
        images.toArray(byte[][]::new),
        (first, rows) -> {
          for (int i = 0; i < rows.length; i++) {
            scored.add(
                new Prediction(batch.get(first + i), Predictor.mostProbable(rows[i]), rows[i]));
          }
        });
  }

  private byte[] content(String file) {
    Path path = new Path(file);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      return ImageFile.read(files, files.getFileStatus(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
