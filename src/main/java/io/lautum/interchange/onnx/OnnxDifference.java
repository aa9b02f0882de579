package io.lautum.interchange.onnx;

import ai.onnxruntime.OrtException;
import io.lautum.Text;
import io.lautum.data.encoder.OnnxSession;
import io.lautum.data.image.FloatVector;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import java.util.Arrays;

/**
 * The largest differences between the outputs of a model and those of its ONNX file in ONNX
 * Runtime.
 *
 * @param images number of images
 * @param probabilities largest difference of two probabilities
 * @param logits largest difference of two logits, as a share of the largest magnitude of a logit
 * @param embedding the same for the features
 */
public record OnnxDifference(int images, double probabilities, double logits, double embedding) {
  private static final double MOST_PROBABILITY = 1e-5;
  private static final double MOST_SHARE = 1e-4;
  private static final int BATCH = 64;

  /**
   * Passes images through both.
   *
   * @param normalises whether the ONNX graph normalises the images
   * @param images images of the model's shape, channels x height x width
   * @throws OrtException if ONNX Runtime rejects the file
   */
  static OnnxDifference of(TrainedModel model, byte[] onnx, boolean normalises, byte[][] images)
      throws OrtException {
    long[] dimensions = OnnxExport.dimensions(model.metadata());
    Largest probabilities = new Largest();
    Largest logits = new Largest();
    Largest embedding = new Largest();
    try (OnnxSession session = new OnnxSession(onnx);
        Predictor predictor =
            new Predictor(model, model.metadata().normalization(), BATCH, Engines.AUTO)) {
      for (int first = 0; first < images.length; first += BATCH) {
        byte[][] batch = Arrays.copyOfRange(images, first, Math.min(first + BATCH, images.length));
        var outputs = session.run(input(model, normalises, batch), dimensions);
        predictor.outputs(
            batch,
            TermSpec.PROBABILITIES,
            (i, rows) -> probabilities.add(rows, outputs.get(OnnxExport.PROBABILITIES)));
        predictor.outputs(
            batch,
            NetworkGraph.LOGITS,
            (i, rows) -> logits.add(rows, outputs.get(OnnxExport.LOGITS)));
        predictor.outputs(
            batch,
            NetworkGraph.FEATURES,
            (i, rows) -> embedding.add(rows, outputs.get(OnnxExport.EMBEDDING)));
      }
    }
    return new OnnxDifference(
        images.length, probabilities.difference, logits.share(), embedding.share());
  }

  /** Returns images as input of the graph. */
  static float[] input(TrainedModel model, boolean normalises, byte[][] images) {
    Shape.Image shape = model.metadata().network().graph().input();
    float[] input = new float[images.length * shape.size()];
    var table = model.metadata().normalization().table(model.metadata().network().shape());
    for (int i = 0; i < images.length; i++) {
      int offset = i * shape.size();
      if (normalises && model.metadata().normalization().ofVectors()) {
        float[] vector = new float[shape.size()];
        FloatVector.read(images[i], 0, vector);
        System.arraycopy(vector, 0, input, offset, vector.length);
      } else if (normalises) {
        for (int k = 0; k < images[i].length; k++) {
          input[offset + k] = images[i][k] & 0xff;
        }
      } else {
        table.apply(images[i], input, offset);
      }
    }
    return input;
  }

  /** Returns whether all differences are those of rounding in floats. */
  boolean isRounding() {
    // The negation also rejects NaN.
    return probabilities <= MOST_PROBABILITY && logits <= MOST_SHARE && embedding <= MOST_SHARE;
  }

  @Override
  public String toString() {
    return Text.format(
        "largest differences over %d images: probabilities %.1e, logits %.1e and embedding %.1e of"
            + " the largest magnitude",
        images, probabilities, logits, embedding);
  }

  private static final class Largest {
    private double difference;
    private double magnitude;

    void add(float[][] expected, float[][] found) {
      for (int i = 0; i < expected.length; i++) {
        for (int k = 0; k < expected[i].length; k++) {
          // Math.max keeps NaN.
          difference = Math.max(difference, Math.abs((double) expected[i][k] - found[i][k]));
          magnitude = Math.max(magnitude, Math.abs(expected[i][k]));
        }
      }
    }

    double share() {
      return difference == 0 ? 0 : difference / magnitude;
    }
  }
}
