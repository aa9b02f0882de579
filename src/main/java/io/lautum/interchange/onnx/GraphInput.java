package io.lautum.interchange.onnx;

import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.network.model.ModelMetadata;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The input of an exported graph.
 *
 * @param metadata metadata of the model
 */
record GraphInput(ModelMetadata metadata, GraphStart start) {
  /** Returns the name of the input. */
  String name() {
    return isVectors() ? OnnxExport.VECTORS : OnnxExport.IMAGE;
  }

  /** Returns whether the examples are vectors and not images. */
  boolean isVectors() {
    return metadata.normalization().ofVectors() && start != GraphStart.ENCODER;
  }

  /** Returns how images are prepared for the input. */
  ImageFit fit() {
    return start == GraphStart.ENCODER ? metadata.encoder().imageFit() : metadata.fit();
  }

  /** Returns the dimensions of the input after that of the examples. */
  long[] dimensions() {
    ImageShape shape = fit().shape();
    return isVectors()
        ? new long[] {shape.size()}
        : new long[] {shape.channels(), shape.height(), shape.width()};
  }

  /**
   * Returns the input of some examples.
   *
   * @param examples images of the shape of {@link #fit}, channels x height x width, or vectors
   */
  float[] values(byte[][] examples) {
    int size = fit().shape().size();
    float[] input = new float[examples.length * size];
    var table = metadata.normalization().table(metadata.network().shape());
    for (int i = 0; i < examples.length; i++) {
      int offset = i * size;
      if (start == GraphStart.NORMALISED) {
        table.apply(examples[i], input, offset);
      } else if (isVectors()) {
        float[] vector = new float[size];
        FloatVector.read(examples[i], 0, vector);
        System.arraycopy(vector, 0, input, offset, size);
      } else {
        for (int k = 0; k < size; k++) {
          input[offset + k] = examples[i][k] & 0xff;
        }
      }
    }
    return input;
  }

  /**
   * Returns examples for the comparison of the graph with the model.
   *
   * @param folder folder of images; without one, generated examples
   */
  byte[][] examples(Configuration hadoop, Optional<Path> folder) throws IOException {
    if (isVectors()) {
      return CheckImages.vectors(metadata.normalization());
    }
    return folder.isPresent()
        ? CheckImages.below(hadoop, folder.get(), fit())
        : CheckImages.generated(fit());
  }
}
