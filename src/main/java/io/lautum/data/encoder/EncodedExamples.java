package io.lautum.data.encoder;

import io.lautum.data.image.FloatVector;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The vectors of images as examples, in no order. Vectors that are known are read from their files;
 * the others are computed and written to a new file.
 */
final class EncodedExamples implements Examples {
  private final Examples examples;
  private final SharedEncoders.Lease encoder;
  private final EncodedImages images;
  private final KnownVectors.Reader known;
  private final VectorStore.Writer computed;

  private EncodedExamples(
      Examples examples,
      SharedEncoders.Lease encoder,
      Encoding encoding,
      Split subset,
      VectorStore store) {
    this.examples = examples;
    this.encoder = encoder;
    images = new EncodedImages(encoder.encoder().batch(), subset, encoding.known().images());
    images.setExamples(examples);
    known = encoding.known().reader(store);
    computed = store.writer();
  }

  /**
   * Opens the encoder for the images of one slice.
   *
   * @param examples images of the encoder's shape, which the result closes
   */
  static Examples open(Configuration hadoop, Encoding encoding, Split subset, Examples examples)
      throws IOException {
    SharedEncoders.Lease encoder = null;
    boolean opened = false;
    try {
      encoder =
          SharedEncoders.lease(
              hadoop,
              encoding.description().encoder(),
              encoding.description().sha256(),
              encoding.settings(),
              encoding.threads());
      Examples encoded =
          new EncodedExamples(examples, encoder, encoding, subset, encoding.store(hadoop));
      opened = true;
      return encoded;
    } finally {
      if (!opened) {
        examples.close();
        if (encoder != null) {
          encoder.close();
        }
      }
    }
  }

  @Override
  public boolean hasNext() {
    return images.hasNext();
  }

  @Override
  public Example next() {
    EncodedImage image = images.next();
    return new Example(image.id(), image.label(), FloatVector.bytes(features(image)), image.path());
  }

  private float[] features(EncodedImage image) {
    try {
      if (image.features() == null) {
        return known.vector(image.sha256());
      }
      computed.add(image.sha256(), image.features());
      return image.features();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also after a fault, the vectors computed so far are kept. */
  @Override
  public void close() throws IOException {
    try (encoder;
        examples;
        known) {
      computed.close();
    }
  }
}
