package io.lautum.interchange.onnx;

import ai.onnxruntime.OrtException;
import io.lautum.Text;
import io.lautum.data.encoder.OnnxSession;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

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
   * @param images examples of the graph's input
   * @param vectors turns them into the examples of the model
   * @throws OrtException if ONNX Runtime rejects the file
   */
  static OnnxDifference of(
      TrainedModel model,
      byte[] onnx,
      GraphInput input,
      byte[][] images,
      UnaryOperator<byte[][]> vectors)
      throws OrtException {
    Largest probabilities = new Largest();
    Largest logits = new Largest();
    Largest embedding = new Largest();
    try (OnnxSession session = new OnnxSession(onnx);
        Predictor predictor =
            new Predictor(model, model.metadata().normalization(), BATCH, Engines.AUTO)) {
      for (int first = 0; first < images.length; first += BATCH) {
        byte[][] batch = Arrays.copyOfRange(images, first, Math.min(first + BATCH, images.length));
        var outputs = session.run(input.values(batch), input.dimensions());
        byte[][] examples = vectors.apply(batch);
        predictor.outputs(
            examples,
            List.of(TermSpec.PROBABILITIES, NetworkGraph.LOGITS, NetworkGraph.FEATURES),
            (i, expected) -> {
              probabilities.add(expected.get(0), outputs.get(OnnxExport.PROBABILITIES));
              logits.add(expected.get(1), outputs.get(OnnxExport.LOGITS));
              embedding.add(expected.get(2), outputs.get(OnnxExport.EMBEDDING));
            });
      }
    }
    return new OnnxDifference(
        images.length, probabilities.difference, logits.share(), embedding.share());
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
