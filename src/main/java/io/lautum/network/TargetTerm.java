package io.lautum.network;

import java.io.Serializable;
import org.nd4j.linalg.activations.Activation;

/**
 * A loss on the network's outputs for unlabelled target images, which the training graph adds to
 * the cross-entropy of the source.
 *
 * @param on what of the network it sees
 * @param loss receives the whitened images (batch x components) as its "labels"
 */
public record TargetTerm(Output on, TargetLoss loss) implements Serializable {
  /** What of the network a target term sees, for each image a row vector. */
  public enum Output {
    /** Class probabilities. */
    SOFTMAX("logits", Activation.SOFTMAX),
    /** What the softmax normalises. */
    LOGITS("logits", Activation.IDENTITY),
    /** The last hidden layer. */
    FEATURES("features", Activation.IDENTITY);

    private final String layer;
    private final Activation activation;

    Output(String layer, Activation activation) {
      this.layer = layer;
      this.activation = activation;
    }

    String layer() {
      return layer;
    }

    Activation activation() {
      return activation;
    }
  }
}
