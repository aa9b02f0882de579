package io.lautum.config;

import java.io.Serializable;

/**
 * The Lautum term of the pre-transfer loss.
 *
 * @param weight lambda of eq. 2 of arXiv 1904.01670
 * @param outputs what of the network the information is measured of: {@code softmax}, {@code
 *     logits} or {@code features}
 * @param ridge absolute sigma squared added to the covariance of the outputs
 * @param decay alpha of the running moments, per minibatch
 * @param maxSquaredCorrelation cap of a squared canonical correlation
 * @param startIteration minibatches a worker before the term gives a gradient
 * @param averaged whether workers share their moments at each averaging
 */
public record LautumConfig(
    double weight,
    String outputs,
    double ridge,
    double decay,
    double maxSquaredCorrelation,
    int startIteration,
    boolean averaged)
    implements Serializable {
  static LautumConfig read(Section section) {
    return new LautumConfig(
        section.between("weight", 0, 1e6),
        section.oneOf("outputs", "softmax", "logits", "features"),
        section.positive("ridge"),
        section.below("decay", 0, 1),
        section.below("max-squared-correlation", 1e-6, 1),
        section.atLeast("start-iteration", 0),
        section.oneOf("moments", "averaged", "shard").equals("averaged"));
  }
}
