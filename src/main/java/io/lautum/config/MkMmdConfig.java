package io.lautum.config;

import java.io.Serializable;

/**
 * The MK-MMD term of the pre-transfer loss.
 *
 * @param weight mu, of the squared maximum mean discrepancy between source and target
 * @param outputs what of the network is compared: {@code softmax}, {@code logits} or {@code
 *     features}
 * @param kernels {@code fixed} bandwidths or multiples of the minibatch's {@code median}
 * @param startIteration minibatches a worker before the term gives a gradient
 */
public record MkMmdConfig(double weight, String outputs, String kernels, int startIteration)
    implements Serializable {
  static MkMmdConfig read(Section section) {
    return new MkMmdConfig(
        section.between("weight", 0, 1e6),
        section.oneOf("outputs", "softmax", "logits", "features"),
        section.oneOf("kernels", "fixed", "median"),
        section.atLeast("start-iteration", 0));
  }
}
