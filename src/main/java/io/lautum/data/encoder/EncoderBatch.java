package io.lautum.data.encoder;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The images that an encoder encodes together. Not thread-safe. */
public final class EncoderBatch {
  private static final long MOST_BYTES = 1L << 30;

  private final OnnxEncoder encoder;
  private final int capacity;
  private final int size;
  private final FloatBuffer values;
  private final List<String> names = new ArrayList<>();

  EncoderBatch(OnnxEncoder encoder, int capacity) {
    this.encoder = encoder;
    this.capacity = capacity;
    size = encoder.input().shape().size();
    long bytes = bytes(encoder.input().shape()) * capacity;
    if (bytes > MOST_BYTES) {
      throw new UserException(
          Text.format(
              "batch = %d: %d images of %s for %s exceed 1 GiB; set a smaller batch",
              capacity, capacity, encoder.input().shape(), encoder.file()));
    }
    values = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static long bytes(ImageShape image) {
    return (long) Float.BYTES * image.size();
  }

  /** Returns a number of images, or the largest number that a batch may have. */
  static int fitting(int images, ImageShape shape) {
    return (int) Math.min(images, MOST_BYTES / bytes(shape));
  }

  public boolean isFull() {
    return names.size() == capacity;
  }

  /**
   * Adds an image.
   *
   * @param name name of the image for messages
   * @param pixels unsigned bytes of the encoder's shape, channels x height x width
   */
  public void add(String name, byte[] pixels) {
    if (isFull()) {
      throw new IllegalStateException(Text.format("the batch has [%d] images", capacity));
    }
    encoder.values().write(pixels, values, size * names.size());
    names.add(name);
  }

  /**
   * Encodes the images and removes them.
   *
   * @return one vector per image, in the order of their addition
   * @throws DataException if a vector has a value that is no finite number
   */
  public float[][] encode() {
    int count = encoder.input().fixedBatch() > 0 ? capacity : names.size();
    try {
      float[][] rows = run(count);
      for (int i = 0; i < names.size(); i++) {
        requireFinite(names.get(i), rows[i]);
      }
      // The vectors of the images that fill a fixed batch are left out.
      return Arrays.copyOf(rows, names.size());
    } catch (OrtException e) {
      throw new IllegalStateException(
          Text.format("%s: ONNX Runtime fails: %s", encoder.file(), e.getMessage()), e);
    } finally {
      names.clear();
    }
  }

  private void requireFinite(String name, float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new DataException(
            Text.format(
                "%s: expected finite numbers from the encoder %s, found %s; check levels, mean and"
                    + " std",
                name, encoder.file(), value));
      }
    }
  }

  /** Encodes the first images, which may be those of an earlier batch. */
  float[][] run(int count) throws OrtException {
    FloatBuffer images = values.duplicate().limit(size * count);
    long[] dimensions = encoder.input().dimensions(count);
    try (OnnxTensor tensor =
        encoder.input().half()
            ? OnnxTensor.createTensor(
                encoder.session().environment(),
                Fp16Conversions.convertFloatBufferToFp16Buffer(images),
                dimensions,
                OnnxJavaType.FLOAT16)
            : OnnxTensor.createTensor(encoder.session().environment(), images, dimensions)) {
      return encoder.run(tensor, count);
    }
  }
}
