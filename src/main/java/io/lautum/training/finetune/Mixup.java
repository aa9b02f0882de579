package io.lautum.training.finetune;

import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.ImageBatch;
import io.lautum.training.Targets;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.Well19937c;

/**
 * Mixup (Zhang, Cissé, Dauphin &amp; Lopez-Paz 2018, eq. 2) of a minibatch's labelled examples:
 * each becomes λ times itself plus (1 − λ) times its partner, images and targets alike. λ has the
 * distribution Beta(α, α) and, like the partners, which are a random permutation of the examples,
 * is drawn once per step, as in the authors' program. Draws are functions of seed and step.
 *
 * @param alpha α, above 0
 * @param rows number of labelled examples of a minibatch, which come first
 * @param seed seed of the training
 */
record Mixup(double alpha, int rows, long seed) {

  /** Returns the mixture of a step, from 0. */
  Mixture at(long step) {
    long stepSeed = RandomStream.MIXUP.seed(seed, step);
    Well19937c random = new Well19937c(stepSeed);
    double share = new BetaDistribution(random, alpha, alpha).sample();
    return new Mixture(share, BatchOrder.shuffled(rows, stepSeed));
  }

  /**
   * A mixture of a minibatch's labelled examples.
   *
   * @param share λ
   * @param partners position of each example's partner
   */
  record Mixture(double share, int[] partners) {

    /**
     * Returns a minibatch with mixed images. It has no description by rows, so engines ask for its
     * pixels.
     *
     * @param images changed images of all groups, first the labelled ones
     */
    ImageBatch of(ImageBatch images, int imageSize) {
      return () -> {
        float[] pixels = images.pixels();
        float[] mixed = pixels.clone();
        float own = (float) share;
        float other = (float) (1 - share);
        for (int i = 0; i < partners.length; i++) {
          int at = i * imageSize;
          int partner = partners[i] * imageSize;
          for (int j = 0; j < imageSize; j++) {
            mixed[at + j] = own * pixels[at + j] + other * pixels[partner + j];
          }
        }
        return mixed;
      };
    }

    /** Returns the mixed targets. */
    Targets of(Targets targets) {
      return targets.mixed(share, partners);
    }
  }
}
