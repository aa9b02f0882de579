package io.lautum.data.encoder;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageShape;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The input of an encoder.
 *
 * @param half whether the values are float16 instead of float
 * @param shape shape of the images
 * @param fixedBatch number of images per execution that the encoder demands; 0 for any number
 */
record EncoderInput(
    String name, boolean half, EncoderLayout layout, ImageShape shape, int fixedBatch) {
  private static final int RANK = 4;
  private static final int COLOURS = 3;

  /**
   * Returns the input of an encoder, whose shape the settings complete.
   *
   * @param file name of the encoder for messages
   * @throws DataException if there is not exactly one input, of floats with four dimensions
   * @throws UserException if the settings contradict the input's shape
   */
  static EncoderInput of(String file, Collection<NodeInfo> inputs, EncoderSettings settings) {
    if (inputs.size() != 1) {
      throw new DataException(
          Text.format("%s: expected one input, found %s", file, described(inputs)));
    }
    NodeInfo input = inputs.iterator().next();
    if (!(input.getInfo() instanceof TensorInfo tensor) || !isFloat(tensor)) {
      throw new DataException(
          Text.format("%s: expected an input of floats, found %s", file, described(input)));
    }
    long[] dimensions = tensor.getShape();
    if (dimensions.length != RANK) {
      throw new DataException(
          Text.format(
              "%s: expected an input of four dimensions (images, channels, height, width), found"
                  + " %s",
              file, described(input)));
    }
    EncoderLayout layout = settings.layout() == null ? layout(dimensions) : settings.layout();
    int channelAt = layout == EncoderLayout.NCHW ? 1 : 3;
    int heightAt = layout == EncoderLayout.NCHW ? 2 : 1;
    long channels = dimensions[channelAt] < 1 ? COLOURS : dimensions[channelAt];
    if (channels != 1 && channels != COLOURS) {
      throw new DataException(
          Text.format(
              "%s: expected images of 1 or 3 channels in the layout %s, found %s",
              file, layout, described(input)));
    }
    ImageShape shape =
        new ImageShape(
            (int) channels,
            side(file, input, dimensions[heightAt], settings.size()),
            side(file, input, dimensions[heightAt + 1], settings.size()));
    return new EncoderInput(
        input.getName(),
        tensor.type == OnnxJavaType.FLOAT16,
        layout,
        shape,
        (int) Math.max(0, Math.min(dimensions[0], Integer.MAX_VALUE)));
  }

  /** Returns the layout with few channels; that of PyTorch if the shape is open. */
  private static EncoderLayout layout(long[] dimensions) {
    boolean last = dimensions[3] == COLOURS || dimensions[3] == 1;
    boolean second = dimensions[1] == COLOURS || dimensions[1] == 1;
    return last && !second ? EncoderLayout.NHWC : EncoderLayout.NCHW;
  }

  private static int side(String file, NodeInfo input, long fixed, int wanted) {
    if (fixed > 0 && wanted > 0 && fixed != wanted) {
      throw new UserException(
          Text.format(
              "size = %d: %s takes images of one size only: %s", wanted, file, described(input)));
    }
    long side = fixed > 0 ? fixed : wanted > 0 ? wanted : EncoderSettings.USUAL_SIZE;
    if (side > ImageShape.MAX_SIZE) {
      throw new DataException(
          Text.format("%s: expected images of a usual size, found %s", file, described(input)));
    }
    return (int) side;
  }

  /** Returns whether a tensor has values of type float or float16. */
  static boolean isFloat(TensorInfo tensor) {
    return tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.FLOAT16;
  }

  /** Returns the names, types and shapes of inputs or outputs. */
  static String described(Collection<NodeInfo> values) {
    return values.stream().map(EncoderInput::described).collect(Collectors.joining(", "));
  }

  /** Returns the name, type and shape of an input or output, such as "x float[?, 3, 224, 224]". */
  static String described(NodeInfo value) {
    if (!(value.getInfo() instanceof TensorInfo tensor)) {
      return value.getName() + " (no tensor)";
    }
    return Text.format(
        "%s %s[%s]",
        value.getName(),
        tensor.type.name().toLowerCase(Locale.ROOT),
        LongStream.of(tensor.getShape())
            .mapToObj(length -> length < 0 ? "?" : String.valueOf(length))
            .collect(Collectors.joining(", ")));
  }

  /** Returns the dimensions of some images, in the layout. */
  long[] dimensions(int images) {
    return layout == EncoderLayout.NCHW
        ? new long[] {images, shape.channels(), shape.height(), shape.width()}
        : new long[] {images, shape.height(), shape.width(), shape.channels()};
  }
}
