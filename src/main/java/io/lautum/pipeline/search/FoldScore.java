package io.lautum.pipeline.search;

import java.io.Serializable;

/**
 * Scores of a model that was fine-tuned on a draw without one part.
 *
 * @param draw number of the labelled draw, from 1
 * @param fold number of the held-out part, from 0
 * @param accuracy share of held-out examples whose most probable class is their label
 * @param crossEntropy mean −ln p(label) of the held-out examples, in nats
 * @param information {@link io.lautum.experiment.result.PredictiveInformation} on unlabelled target
 *     images
 */
record FoldScore(int draw, int fold, double accuracy, double crossEntropy, double information)
    implements Serializable {
  /** Returns the score of a model whose training diverged. */
  static FoldScore diverged(HeldOut heldOut) {
    return new FoldScore(heldOut.draw(), heldOut.fold(), Double.NaN, Double.NaN, Double.NaN);
  }
}
