package io.lautum.distributed;

import java.io.Serializable;

/**
 * What a training round starts from, and all that a checkpoint has to hold.
 *
 * @param parameters of the network, in DL4J's flat order
 * @param updater state of the updater, in DL4J's flat order; empty for a stateless one and before
 *     the first round
 * @param iteration minibatches that each worker has seen
 * @param statistics running statistics of the target loss: one vector that all workers share, or
 *     one for each; empty vectors before the first round
 */
public record TrainingState(
    float[] parameters, float[] updater, int iteration, double[][] statistics)
    implements Serializable {
  /** The state before the first round. */
  public static TrainingState initial(float[] parameters) {
    return new TrainingState(parameters, new float[0], 0, new double[1][0]);
  }

  /** The running statistics that this worker continues from. */
  double[] statisticsOf(int worker) {
    return statistics.length == 1 ? statistics[0] : statistics[worker];
  }
}
