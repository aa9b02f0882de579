package io.lautum.finetune;

import io.lautum.config.FinetuneConfig;
import io.lautum.data.ImageShape;
import io.lautum.data.Seeds;
import io.lautum.execution.Minibatch;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.TransferNetwork;
import io.lautum.network.Updaters;
import io.lautum.shard.BatchOrder;
import io.lautum.shard.Normalization;
import io.lautum.shard.Shard;
import java.util.function.ObjDoubleConsumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains the whole network on labelled target examples: cross-entropy (arXiv 1904.01670, eq. 3),
 * Adam with a learning rate that falls linearly to zero, augmented minibatches.
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
   * The weights after fine-tuning.
   *
   * @param weights to start from
   * @param pool holds the labelled examples
   * @param positions of those examples in the pool
   * @param seed of batch order, augmentation and dropout
   * @param listener hears of the cross-entropy of every step, from 1
   */
  public float[] train(
      float[] weights,
      Shard pool,
      int[] positions,
      long seed,
      ObjDoubleConsumer<Integer> listener) {
    ImageShape shape = network.shape();
    float[][] images = new float[positions.length][];
    for (int i = 0; i < positions.length; i++) {
      images[i] = normalization.apply(pool.pixels()[positions[i]]);
    }
    int batchSize = Math.min(config.batchSize(), positions.length);
    BatchOrder order = new BatchOrder(positions.length, batchSize, Seeds.derive(seed, 1));
    Augmentation augmentation =
        new Augmentation(config.augmentation(), shape, Seeds.derive(seed, 2));
    ComputationGraphConfiguration graph =
        network.inference(Updaters.linearDecay(config.learningRate(), config.steps()), seed);
    try (TrainableNetwork trained =
        NetworkBlueprint.of(graph, engine, shape, batchSize, config.regularization()).build()) {
      trained.load(weights, new float[0], new double[0], 0, Seeds.derive(seed, 0));
      for (int step = 0; step < config.steps(); step++) {
        float[] input = new float[batchSize * shape.size()];
        int[] labels = new int[batchSize];
        int row = 0;
        for (int i : order.batch(step)) {
          augmentation.apply(images[i], input, row * shape.size());
          labels[row++] = pool.labels()[positions[i]];
        }
        listener.accept(step + 1, trained.fit(Minibatch.labelled(input, labels)));
      }
      return trained.weights();
    }
  }
}
