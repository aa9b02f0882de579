package io.lautum.data.encoder;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.lautum.DataException;
import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A network in an ONNX file that turns images into vectors. The file is checked before ONNX Runtime
 * opens it, and the network is executed once before it counts as usable. Thread-safe; each thread
 * has its own {@link EncoderBatch}.
 */
public final class OnnxEncoder implements AutoCloseable {
  private static final int TRIED = 2;

  private final String file;
  private final String digest;
  private final OnnxSession session;
  private final EncoderInput input;
  private final String output;
  private final PixelValues values;
  private final EncoderSettings settings;
  private final int width;

  private OnnxEncoder(String file, String digest, OnnxSession session, EncoderSettings settings)
      throws OrtException {
    this.file = file;
    this.digest = digest;
    this.session = session;
    this.settings = settings;
    input = EncoderInput.of(file, session.inputs().values(), settings);
    output = output(session.outputs(), settings.output());
    values = new PixelValues(settings, input.layout(), input.shape());
    width = tried();
  }

  /**
   * Opens an encoder on any Hadoop file system. Its files are copied and the copies deleted before
   * this method returns.
   *
   * @param threads number of threads that compute an operator
   * @throws DataException if the file is no encoder: it is damaged, too large, has operators that
   *     are not ONNX's own, weights in other folders, or an input or output of another kind
   * @throws UserException if the settings contradict the encoder
   */
  public static OnnxEncoder open(
      Configuration hadoop, String file, EncoderSettings settings, int threads) throws IOException {
    try (EncoderFiles files = EncoderFiles.fetch(hadoop, file)) {
      OnnxSession session = new OnnxSession(files.model(), threads);
      boolean opened = false;
      try {
        OnnxEncoder encoder = new OnnxEncoder(file, files.digest(), session, settings);
        opened = true;
        return encoder;
      } finally {
        if (!opened) {
          session.close();
        }
      }
    } catch (OrtException e) {
      throw new DataException(
          Text.format("%s: ONNX Runtime rejects the encoder: %s", file, PrintableText.quoted(e)),
          e);
    }
  }

  private String output(Map<String, NodeInfo> outputs, String wanted) {
    if (wanted.isEmpty() && outputs.size() != 1) {
      throw new UserException(
          Text.format(
              "%s has several outputs: %s; choose one by its name",
              file, EncoderInput.described(outputs.values())));
    }
    String name = wanted.isEmpty() ? outputs.keySet().iterator().next() : wanted;
    NodeInfo found = outputs.get(name);
    if (found == null) {
      throw new UserException(
          Text.format(
              "%s has no output %s; it has %s",
              file, name, EncoderInput.described(outputs.values())));
    }
    if (!(found.getInfo() instanceof TensorInfo tensor) || !EncoderInput.isFloat(tensor)) {
      throw new DataException(
          Text.format(
              "%s: expected an output of floats, found %s", file, EncoderInput.described(found)));
    }
    return name;
  }

  /** Encodes black images and returns the number of values per vector. */
  private int tried() throws OrtException {
    int images = input.fixedBatch() > 0 ? input.fixedBatch() : TRIED;
    EncoderBatch batch = new EncoderBatch(this, images);
    return batch.run(images)[0].length;
  }

  /** Returns an empty batch for one thread. */
  public EncoderBatch batch() {
    return new EncoderBatch(this, input.fixedBatch() > 0 ? input.fixedBatch() : settings.batch());
  }

  /**
   * Computes the vectors of some images.
   *
   * @return one row per image
   */
  float[][] run(OnnxTensor images, int count) throws OrtException {
    try (OrtSession.Result result = session.run(input.name(), images, output)) {
      OnnxTensor tensor = (OnnxTensor) result.get(0);
      long[] shape = tensor.getInfo().getShape();
      boolean vectors = shape.length == 2 || (shape.length == 4 && shape[2] == 1 && shape[3] == 1);
      if (!vectors || shape[0] != count || shape[1] < 1) {
        throw new DataException(
            Text.format(
                "%s: expected an output of %d x values, or %2$d x values x 1 x 1, for %2$d"
                    + " images, found %s of shape %s; choose another output of %s",
                file,
                count,
                output,
                Arrays.toString(shape),
                EncoderInput.described(session.outputs().values())));
      }
      float[][] rows = new float[count][(int) shape[1]];
      FloatBuffer all = tensor.getFloatBuffer();
      for (float[] row : rows) {
        all.get(row);
      }
      return rows;
    }
  }

  OnnxSession session() {
    return session;
  }

  EncoderInput input() {
    return input;
  }

  PixelValues values() {
    return values;
  }

  String file() {
    return file;
  }

  /** Returns the SHA-256 of the encoder's files, in hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** Returns the number of values per vector. */
  public int width() {
    return width;
  }

  /** Returns how images are made those that the encoder takes. */
  public ImageFit fit() {
    return description().imageFit();
  }

  /** Returns everything that determines the vectors, except the images. */
  public EncoderDescription description() {
    return new EncoderDescription(
        file,
        digest,
        output,
        width,
        input.shape().channels(),
        input.shape().height(),
        input.shape().width(),
        input.layout(),
        settings.levels(),
        values.mean(),
        values.std(),
        settings.fit(),
        settings.background().toString(),
        settings.batch());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close an encoder", e);
    }
  }
}
