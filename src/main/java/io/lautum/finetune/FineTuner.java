package io.lautum.finetune;

import io.lautum.augmentation.Augmentation;
import io.lautum.config.FinetuneConfig;
import io.lautum.data.RandomStream;
import io.lautum.execution.Minibatch;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.method.PostTransfer;
import io.lautum.method.SelfTraining;
import io.lautum.model.TrainedModel;
import io.lautum.network.TransferNetwork;
import io.lautum.network.Updaters;
import io.lautum.shard.Normalization;
import java.util.Optional;
import java.util.function.ObjDoubleConsumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains the whole network on labelled target examples: cross-entropy (arXiv 1904.01670, eq. 3) and
 * what a post-transfer stage adds to it, Adam with a learning rate that falls linearly to zero,
 * minibatches that are augmented but for the plain steps at the end.
 */
public final class FineTuner {
  private final FinetuneConfig config;
  private final TransferNetwork network;
  private final String engine;
  private final Normalization.Table normalization;

  /**
   * @param network with an output for each target class
   * @param engine what executes training steps, as {@link NetworkBlueprint#of} names it
   */
  public FineTuner(
      FinetuneConfig config,
      TransferNetwork network,
      String engine,
      Normalization.Table normalization) {
    this.config = config;
    this.network = network;
    this.engine = engine;
    this.normalization = normalization;
  }

  /** Random weights. */
  public float[] initialWeights(long seed) {
    return network.initialWeights(seed);
  }

  /**
   * What training starts from: the source's weights, with a random last layer where its own is not
   * wanted or does not fit; random weights where there is no source.
   */
  public float[] startingWeights(Optional<TrainedModel> source, long seed) {
    if (source.isEmpty()) {
      return initialWeights(seed);
    }
    boolean fits = source.get().metadata().network().classes() == network.classes();
    return fits && config.keepsHead()
        ? source.get().parameters()
        : withRandomHead(source.get().parameters(), seed);
  }

  /**
   * The hidden layers of a source's network under a random last layer, which comes last in DL4J's
   * flat order. The source may have another number of classes.
   */
  public float[] withRandomHead(float[] source, long seed) {
    ComputationGraph graph = new ComputationGraph(network.inference(Updaters.constant(1), seed));
    graph.init();
    float[] weights = graph.params().toFloatVector();
    int hidden = weights.length - (int) graph.getLayer("logits").numParams();
    System.arraycopy(source, 0, weights, 0, hidden);
    return weights;
  }

  /**
   * The weights after training.
   *
   * @param after how
   * @param weights to start from
   * @param examples labelled, and unlabelled where {@code after} uses them
   * @param seed of batch order, augmentation and dropout
   * @param listener hears of the cross-entropy of every step, from 1; NaN or infinite where
   *     training has diverged
   */
  public float[] train(
      PostTransfer after,
      float[] weights,
      TargetExamples examples,
      long seed,
      ObjDoubleConsumer<Integer> listener) {
    int batchSize = Math.min(config.batchSize(), examples.labels().length);
    double epoch = (double) examples.unlabelled().length / batchSize;
    Optional<SelfTraining> selfTraining =
        after.selfTraining(config, examples.size(), network.classes(), epoch);
    ComputationGraphConfiguration graph =
        network.training(
            Updaters.linearDecay(config.learningRate(), config.steps()),
            seed,
            selfTraining.map(SelfTraining::term));
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(graph, engine, network.shape(), batchSize, config.regularization());
    try (TrainableNetwork trained = blueprint.build()) {
      trained.load(
          weights, new float[0], new double[0], 0, RandomStream.FINE_TUNING_DROPOUT.seed(seed));
      TargetMinibatches minibatches =
          new TargetMinibatches(
              examples,
              batchSize,
              selfTraining.isPresent(),
              normalization,
              new Augmentation(
                  config.augmentation(),
                  network.shape(),
                  RandomStream.FINE_TUNING_AUGMENTATION.seed(seed)),
              Math.round(config.steps() * (1 - config.plainSteps())),
              seed);
      for (int step = 0; step < config.steps(); step++) {
        int[] numbers = minibatches.examples(step);
        double[] beside =
            selfTraining.isPresent() ? selfTraining.get().beside(step, numbers) : new double[0];
        double loss =
            trained.fit(
                new Minibatch(
                    minibatches.images(step, numbers), minibatches.labels(numbers), beside));
        listener.accept(step + 1, Double.isFinite(loss) ? trained.crossEntropy() : loss);
        if (selfTraining.isPresent()) {
          selfTraining.get().observe(step, numbers, trained.term().orElseThrow().outputs());
        }
      }
      return trained.weights();
    }
  }
}
