package io.lautum.training.distributed.dl4j;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.shard.FirstImages;
import io.lautum.network.engine.Engines;
import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.spec.Node;
import io.lautum.operations.cluster.DeviceBinding;
import io.lautum.operations.cluster.Slots;
import io.lautum.operations.cluster.WorkerDevices;
import io.lautum.training.distributed.CachedShards;
import io.lautum.training.distributed.DistributedTrainer;
import io.lautum.training.distributed.TrainingDivergedException;
import io.lautum.training.distributed.TrainingListener;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.distributed.UpdaterStep;
import io.lautum.training.distributed.WorkerData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameter averaging by unmodified dl4j-spark, on the same minibatches, for comparison. It
 * restarts the iteration count each round, so Adam's bias correction restarts and schedules do not
 * advance. It rebuilds the network, so a term's statistics cover one round and one worker; threads
 * of one JVM share them, so such a run cannot be repeated bit for bit. It has no checkpoints.
 */
public final class Dl4jTrainer implements DistributedTrainer {
  private final JavaSparkContext spark;

  public Dl4jTrainer(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * @throws IllegalArgumentException if {@code start} is not the initial state
   */
  @Override
  public float[] train(TrainingPlan plan, TrainingState start, TrainingListener listener)
      throws IOException {
    if (start.iteration() != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "this trainer cannot resume from a saved state, got iteration [%d]",
              start.iteration()));
    }
    if (!plan.network().regularization().isNone()) {
      throw new UserException(
          "pretrain.trainer = dl4j: does not support regularisers; set it to averaging, or set all"
              + " weights under pretrain.regularization to 0");
    }
    boolean isPlain =
        plan.network().terms().size() <= 1
            && plan.network().groups().size() <= 2
            && plan.network().network().nodes().stream().noneMatch(Node::auxiliary);
    if (!isPlain) {
      throw new UserException(
          "pretrain.trainer = dl4j: does not support several terms, views of an image or"
              + " auxiliary heads; set it to averaging");
    }
    if (!FirstImages.of(plan.manifest()).areLabelled()) {
      throw new UserException(
          "pretrain.trainer = dl4j: needs a source, because its loss always has the cross-entropy"
              + " of labels; set it to averaging");
    }
    new Dl4jEngine()
        .obstacle(plan.network().network(), plan.network().step(), plan.network().precision())
        .ifPresent(
            reason -> {
              throw new UserException(
                  Text.format("pretrain.trainer = dl4j: %s; set it to averaging", reason));
            });
    if (!(plan.step() instanceof UpdaterStep)) {
      throw new IllegalArgumentException(
          Text.format("this trainer supports only updater steps, got [%s]", plan.step()));
    }
    Slots.require(spark, plan.workers());
    WorkerDevices.bind(spark, plan.workers(), Engines::deviceUuid);
    ComputationGraph network =
        new ComputationGraph(new Dl4jTrainingGraph(plan.network()).configuration(plan.seed()));
    float[] weights = start.parameters();
    network.init(Nd4j.create(weights, new long[] {1, weights.length}, 'c'), true);
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(plan.workers(), 1)
            .batchSizePerWorker(plan.batchSize())
            .averagingFrequency(plan.averagingInterval())
            .workerPrefetchNumBatches(0)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            // Any other level would persist every round's split of the data.
            .storageLevel(null)
            .saveUpdater(true)
            .aggregationDepth(1)
            .build();
    SparkComputationGraph distributed = new SparkComputationGraph(spark, network, master);
    try (CachedShards shards = new CachedShards(spark, plan)) {
      for (int round = 0; round < plan.rounds(); round++) {
        round(plan, shards.data(), distributed, round, listener);
      }
      return network.params().toFloatVector();
    }
  }

  private static void round(
      TrainingPlan plan,
      JavaRDD<WorkerData> data,
      SparkComputationGraph distributed,
      int round,
      TrainingListener listener) {
    long start = System.nanoTime();
    long first = (long) round * plan.averagingInterval();
    JavaRDD<MultiDataSet> dataSets =
        data.flatMap(
            worker -> {
              DeviceBinding.ofTask();
              WorkerData.Minibatches batches = worker.minibatches();
              Dl4jTrainingGraph graph = new Dl4jTrainingGraph(plan.network());
              return LongStream.range(first, first + plan.averagingInterval())
                  .mapToObj(iteration -> graph.dataSet(batches.get(iteration)))
                  .iterator();
            });
    distributed.fitMultiDataSet(dataSets);
    int iteration = (round + 1) * plan.averagingInterval();
    if (!Double.isFinite(distributed.getScore())) {
      throw new TrainingDivergedException(round + 1, distributed.getScore());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long minibatches = (long) plan.workers() * plan.averagingInterval();
    double examples = (double) minibatches * plan.batchSize();
    // The master reports only the total score: neither its parts nor the averaging time.
    listener.roundFinished(
        new TrainingListener.Round(
            round + 1,
            iteration,
            distributed.getScore(),
            Map.of(),
            Double.NaN,
            minibatches,
            minibatches,
            seconds,
            Double.NaN,
            examples / seconds,
            List.of()));
  }
}
