package io.lautum.selection;

import java.io.Serializable;

/**
 * How a model that was fine-tuned on a draw without one part does.
 *
 * @param draw number of the labelled draw, from 1
 * @param fold the part that was held out, from 0
 * @param accuracy share of the held-out examples whose most probable class is theirs
 * @param crossEntropy mean −ln p(label) of them, in nats
 * @param information {@link io.lautum.experiment.result.PredictiveInformation} on unlabelled target
 *     images
 */
record FoldScore(int draw, int fold, double accuracy, double crossEntropy, double information)
    implements Serializable {
  /** Of a model whose training diverged. */
  static FoldScore diverged(HeldOut heldOut) {
    return new FoldScore(heldOut.draw(), heldOut.fold(), Double.NaN, Double.NaN, Double.NaN);
  }
}
