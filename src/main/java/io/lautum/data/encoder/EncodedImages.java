package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Encodes examples with one batch in memory at a time. Images whose vectors are known are not
 * encoded. The results are in no order. Not thread-safe.
 */
final class EncodedImages implements Iterator<EncodedImage>, FileFindings {
  private final EncoderBatch batch;
  private final Split subset;
  private final KnownImages known;
  private final List<EncodedImage> pending = new ArrayList<>();
  private final Deque<EncodedImage> ready = new ArrayDeque<>();
  private Examples examples;

  EncodedImages(EncoderBatch batch, Split subset, KnownImages known) {
    this.batch = batch;
    this.subset = subset;
    this.known = known;
  }

  /** Sets the examples, whose reader reports its findings to this object. */
  void setExamples(Examples newExamples) {
    examples = newExamples;
  }

  @Override
  public void bad(long id, String path, DataException fault) {
    ready.add(new EncodedImage(id, path, -1, null, null, FileFindings.text(path, fault)));
  }

  @Override
  public void warned(long id, String path, List<String> warnings) {
    // The image is complete.
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && examples.hasNext()) {
      add(examples.next());
    }
    if (ready.isEmpty()) {
      encode();
    }
    return !ready.isEmpty();
  }

  @Override
  public EncodedImage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void add(Example example) {
    String path = example.name() == null ? subset.directory() + "/" + example.id() : example.name();
    byte[] digest = DigestUtils.sha256(example.pixels());
    EncodedImage image = new EncodedImage(example.id(), path, example.label(), digest, null, null);
    if (known.contains(digest)) {
      ready.add(image);
      return;
    }
    batch.add(path, example.pixels());
    pending.add(image);
    if (batch.isFull()) {
      encode();
    }
  }

  private void encode() {
    if (pending.isEmpty()) {
      return;
    }
    float[][] vectors = batch.encode();
    for (int i = 0; i < vectors.length; i++) {
      EncodedImage image = pending.get(i);
      ready.add(
          new EncodedImage(
              image.id(), image.path(), image.label(), image.sha256(), vectors[i], null));
    }
    pending.clear();
  }
}
