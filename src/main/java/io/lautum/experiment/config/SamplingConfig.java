package io.lautum.experiment.config;

import java.util.List;
import java.util.Set;

/**
 * The comparison of ways to train by sampling weights.
 *
 * @param optimizers names of the optimisers to compare
 * @param taus variances of a weight; every optimiser that has a variance runs once per value
 * @param startsFromStandard whether runs start from the model of {@code standard} or from random
 *     weights
 * @param forwardPasses maximum forward passes of minibatches per run, over all workers
 * @param batchSize source examples per minibatch and worker
 * @param points number of measurements along a run
 * @param examples number of training images per measurement, and of test images
 */
public record SamplingConfig(
    List<String> optimizers,
    List<Double> taus,
    boolean startsFromStandard,
    int forwardPasses,
    int batchSize,
    int points,
    int examples) {
  private static final Key<List<String>> OPTIMIZERS =
      Key.of(
              "optimizers",
              KeyType.names(),
              List.of(
                  "adam",
                  "sgd",
                  "local-entropy-importance",
                  "local-entropy-sgld",
                  "heat-zeroth-order",
                  "heat-back-propagated"))
          .doc(
              "One or more of adam, sgd, local-entropy-importance, local-entropy-sgld,"
                  + " heat-zeroth-order and heat-back-propagated.")
          .formerValue("heat-free", "heat-zeroth-order");
  private static final Key<List<Double>> TAUS =
      Key.of("taus", KeyType.positives(1), List.of(0.0001, 0.001, 0.01))
          .doc(
              "Every optimiser except adam runs once per value, used as the variance tau or, for"
                  + " sgd, as the learning rate.");
  private static final Key<String> START =
      Key.of("start", KeyType.oneOf("standard", "random"), "random")
          .doc("Whether runs start from the model of the method standard or from random weights.");
  private static final Key<Integer> FORWARD_PASSES =
      Key.of("forward-passes", KeyType.atLeast(1), 4000)
          .doc("Maximum forward passes of minibatches per run, over all workers.");
  private static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", KeyType.atLeast(2), 256)
          .doc("Source examples per minibatch and worker.")
          .unit("examples");
  private static final Key<Integer> POINTS =
      Key.of("points", KeyType.atLeast(1), 10).doc("Number of measurements along a run.");
  private static final Key<Integer> EXAMPLES =
      Key.of("examples", KeyType.atLeast(1), 2000)
          .doc(
              "Number of training images for the loss of a measurement, and of test images for its"
                  + " accuracy.")
          .unit("images");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "sampling",
          "The command sampling: ways to train on the source by sampling weights, compared with"
              + " Adam and plain gradient descent at the same number of forward passes; the"
              + " samplers' other parameters are those of pretrain.local-entropy and"
              + " pretrain.heat.",
          Set.of(ArtefactKind.SAMPLED),
          START,
          FORWARD_PASSES,
          BATCH_SIZE,
          POINTS,
          EXAMPLES);
  static final KeyGroup RUNS =
      KeyGroup.of(
          "sampling",
          "The runs that the command sampling compares; each is a separate artefact.",
          Set.of(),
          OPTIMIZERS,
          TAUS);

  static SamplingConfig read(Section section) {
    List<String> optimizers = section.get(OPTIMIZERS);
    if (optimizers.isEmpty()) {
      throw section.invalid(OPTIMIZERS, "at least one optimiser");
    }
    return new SamplingConfig(
        optimizers,
        section.get(TAUS),
        section.get(START).equals("standard"),
        section.get(FORWARD_PASSES),
        section.get(BATCH_SIZE),
        section.get(POINTS),
        section.get(EXAMPLES));
  }
}
