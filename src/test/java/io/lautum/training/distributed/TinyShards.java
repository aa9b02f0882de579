package io.lautum.training.distributed;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.ShardWriter;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.ImageGroups;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A few random 4x4 images per worker, of three classes that differ in one row, and training plans
 * on them for the smallest network.
 */
public record TinyShards(Path folder, Manifest manifest) {
  public static final int BATCH = 4;

  /** Not a multiple of the minibatch size, so that minibatches span the end of a pass. */
  private static final int EXAMPLES = 18;

  private static final ImageShape SHAPE = new ImageShape(1, 4, 4);
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final int COMPONENTS = 2;
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.25f});

  /** Writes shards of source and unlabelled target, and their manifest, into {@code folder}. */
  public static TinyShards write(Path folder, int workers) throws IOException {
    Configuration hadoop = new Configuration();
    List<Manifest.File> files = new ArrayList<>();
    for (ShardSet set : List.of(ShardSet.SOURCE_TRAIN, ShardSet.TARGET_UNLABELLED)) {
      for (int worker = 0; worker < workers; worker++) {
        SplittableRandom random = new SplittableRandom(100L * worker + set.ordinal());
        files.add(
            new ShardWriter(hadoop, set, example -> whitened(example.pixels()))
                .write(
                    new Path(folder, set.directory()),
                    worker,
                    IntStream.range(0, EXAMPLES).mapToObj(id -> example(id, random)).iterator()));
      }
    }
    Manifest manifest =
        new Manifest(
            1,
            workers,
            domain("source"),
            domain("target"),
            new Manifest.Components(COMPONENTS, 0.5),
            files);
    manifest.write(folder.getFileSystem(hadoop), folder);
    return new TinyShards(folder, manifest);
  }

  private static Example example(int id, SplittableRandom random) {
    byte[] pixels = new byte[SHAPE.size()];
    random.nextBytes(pixels);
    int label = id % CLASSES.size();
    for (int column = 0; column < SHAPE.width(); column++) {
      pixels[label * SHAPE.width() + column] = (byte) 255;
    }
    return new Example(id, label, pixels);
  }

  private static float[] whitened(byte[] pixels) {
    float[] values = NORMALIZATION.table(SHAPE).apply(pixels);
    return new float[] {values[0], values[7]};
  }

  private static DatasetSummary domain(String name) {
    // Training never reads the counts, but a manifest must have them.
    Manifest.Counts counts = new Manifest.Counts(0, null);
    return new DatasetSummary(name, SHAPE, CLASSES, NORMALIZATION, counts, null, null, counts);
  }

  /** Returns the plan on another engine. */
  static TrainingPlan executedBy(String engine, TrainingPlan plan) {
    return with(plan.network().executedBy(engine), plan.augmentation(), plan);
  }

  /** Returns the plan with augmentation. */
  static TrainingPlan augmented(AugmentationConfig augmentation, TrainingPlan plan) {
    return with(plan.network(), augmentation, plan);
  }

  /** Returns the plan with label smoothing. */
  static TrainingPlan smoothed(double labelSmoothing, TrainingPlan plan) {
    return new TrainingPlan(
        plan.network(),
        plan.step(),
        plan.manifest(),
        plan.shards(),
        plan.augmentation(),
        plan.strongAugmentation(),
        labelSmoothing,
        0,
        plan.averagingInterval(),
        plan.rounds(),
        plan.seed());
  }

  /** Returns the plan with regularisation. */
  static TrainingPlan regularized(RegularizationConfig regularization, TrainingPlan plan) {
    NetworkBlueprint network = plan.network();
    return with(
        new NetworkBlueprint(
            network.network(),
            network.engine(),
            network.precision(),
            network.groups(),
            network.optimizer(),
            network.terms(),
            regularization),
        plan.augmentation(),
        plan);
  }

  /** Returns the plan with two strong views of the unlabelled images. */
  static TrainingPlan views(AugmentationConfig strong, TrainingPlan plan) {
    NetworkBlueprint network = plan.network();
    List<ImageGroup> groups = new ArrayList<>(network.groups());
    groups.add(ImageGroup.trained(ImageGroup.STRONG_VIEW, BATCH));
    groups.add(ImageGroup.trained(ImageGroup.OTHER_STRONG_VIEW, BATCH));
    return new TrainingPlan(
        new NetworkBlueprint(
            network.network(),
            network.engine(),
            network.precision(),
            groups,
            network.optimizer(),
            network.terms(),
            network.regularization()),
        plan.step(),
        plan.manifest(),
        plan.shards(),
        plan.augmentation(),
        strong,
        0,
        0,
        plan.averagingInterval(),
        plan.rounds(),
        plan.seed());
  }

  private static TrainingPlan with(
      NetworkBlueprint network, AugmentationConfig augmentation, TrainingPlan plan) {
    return new TrainingPlan(
        network,
        plan.step(),
        plan.manifest(),
        plan.shards(),
        augmentation,
        AugmentationConfig.OFF,
        0,
        0,
        plan.averagingInterval(),
        plan.rounds(),
        plan.seed());
  }

  /** Returns the network of these plans. */
  static TransferNetwork network(double dropout) {
    return new TransferNetwork("mlp", SHAPE, CLASSES.size(), dropout);
  }

  /** Returns a plan with only the cross-entropy. */
  public TrainingPlan standard(Optimizer optimizer, int averagingInterval, int rounds) {
    return plan(network(0), List.of(), optimizer, averagingInterval, rounds);
  }

  /** Returns a plan with dropout and a Lautum term that starts at the second minibatch. */
  public TrainingPlan lautum(
      Optimizer optimizer, boolean sharesMoments, int averagingInterval, int rounds) {
    TermSpec term =
        GaussianTerm.lautum(TermSpec.PROBABILITIES, 0.5, 0.1, 0.9, 0.99, 1, sharesMoments);
    return plan(network(0.3), List.of(term), optimizer, averagingInterval, rounds);
  }

  private TrainingPlan plan(
      TransferNetwork network,
      List<TermSpec> terms,
      Optimizer optimizer,
      int averagingInterval,
      int rounds) {
    return new TrainingPlan(
        new NetworkBlueprint(
            network.graph(),
            "onednn",
            Precision.FLOAT,
            terms.isEmpty()
                ? List.of(ImageGroup.trained(ImageGroup.LABELLED, BATCH))
                : ImageGroups.labelledAndUnlabelled(BATCH),
            optimizer,
            terms,
            RegularizationConfig.NONE),
        new UpdaterStep(1),
        manifest,
        folder.toString(),
        AugmentationConfig.OFF,
        AugmentationConfig.OFF,
        0,
        0,
        averagingInterval,
        rounds,
        11);
  }

  /** Returns a worker's minibatches, created as in the trainers. */
  public static WorkerData.Minibatches minibatches(TrainingPlan plan, int worker)
      throws IOException {
    return WorkerData.read(plan, worker, new Configuration()).minibatches();
  }

  /** Returns a worker's minibatch in DL4J's form, for a plan without a term. */
  public static MultiDataSet dataSet(WorkerData.Minibatches minibatches, int iteration) {
    Minibatch minibatch = minibatches.get(iteration);
    return new MultiDataSet(
        Nd4j.create(
            minibatch.pixels(),
            new long[] {BATCH, SHAPE.channels(), SHAPE.height(), SHAPE.width()},
            'c'),
        Nd4j.create(minibatch.targets().probabilities(), new long[] {BATCH, CLASSES.size()}, 'c')
            .castTo(DataType.FLOAT));
  }

  /** Returns the plan's network with its initial weights, without this project's training code. */
  public static ComputationGraph graph(TrainingPlan plan) {
    ComputationGraph graph =
        new ComputationGraph(
            Dl4jGraphs.classifier(plan.network().network(), plan.network().optimizer(), 1));
    graph.init();
    return graph;
  }

  /** Returns the state in which a run of the plan starts. */
  public static TrainingState start(TrainingPlan plan) {
    return TrainingState.initial(Dl4jGraphs.initialWeights(plan.network().network(), 1));
  }
}
