package io.lautum.network;

import java.io.Serializable;
import org.nd4j.linalg.activations.Activation;

/**
 * A loss on the network's outputs for labelled images and as many unlabelled images of the target,
 * which the training graph adds to the cross-entropy of the labelled ones.
 *
 * @param on what of the network it sees
 */
public record TransferTerm(Output on, TransferLoss loss) implements Serializable {
  /** What of the network a term sees, for each image a row vector. */
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
