package io.lautum.training.pretrain;

import io.lautum.data.image.ImageFit;
import io.lautum.data.shard.FirstImages;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.JsonLines;
import io.lautum.method.PreTransfer;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.operations.cluster.JobGroup;
import io.lautum.operations.cluster.Slots;
import io.lautum.operations.progress.ProgressBar;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.MemoryNeed;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.DistributedTrainer;
import io.lautum.training.distributed.ParameterAveragingTrainer;
import io.lautum.training.distributed.TrainingListener;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.distributed.dl4j.Dl4jTrainer;
import io.lautum.training.distributed.metrics.TrainingGauges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one method's network on the source, distributed over the workers. */
public final class PretrainJob {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);
  private static final String EXECUTOR_MEMORY = "spark.executor.memory";

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;

  public PretrainJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
  }

  /**
   * Trains to the end, from the last checkpoint if there is one, and writes model and history.
   *
   * @param folder folder of model, history and checkpoints
   */
  public void run(PreTransfer method, Path folder) throws IOException {
    FileSystem files = directory.files();
    Manifest manifest = Manifest.read(files, directory.shards());
    TrainingPlans plans = new TrainingPlans(config, manifest, directory.shards().toString());
    TransferNetwork network = plans.network();
    TrainingPlan plan = plans.of(method);
    requireMemory(plan, "pretrain " + method.name());
    LOG.info(
        "pretrain {} ({}): {} rounds of {} x {} minibatches of {}",
        method.name(),
        plan.network().engine(),
        plan.rounds(),
        plan.workers(),
        plan.averagingInterval(),
        plan.batchSize());
    plans.costs(method).forEach(cost -> LOG.warn("pretrain {}: {}", method.name(), cost));
    Path checkpointFolder = ExperimentDirectory.checkpoints(folder);
    Checkpoints checkpoints =
        new Checkpoints(
            files,
            checkpointFolder,
            config.pretrain().checkpointEvery(),
            config.pretrain().checkpointsKept());
    FirstImages first = FirstImages.of(manifest);
    ModelMetadata metadata =
        new ModelMetadata(
                network,
                first.domain().classes(),
                first.domain().normalization(),
                method.name(),
                ImageFit.of(config.image(), network.shape()),
                manifest.encoder())
            .withColumns(first.domain().columns());
    SourceProbes probes =
        new SourceProbes(new SourceImagesJob(spark, plan), config, metadata, checkpoints);
    Optional<TrainingState> saved = probes.saved();
    TrainingState start =
        saved.isPresent()
            ? saved.get()
            : TrainingState.initial(
                plan.network().withHeads(initialWeights(method, network), config.seed()));
    try (RoundHistory history =
        new RoundHistory(
            JsonLines.resume(
                files,
                ExperimentDirectory.history(folder),
                line -> line.path("iteration").asInt(Integer.MAX_VALUE) <= start.iteration()),
            plan.rounds(),
            plan.network().images(),
            plan.network().optimizer().learningRate()::at,
            probes.probes())) {
      RoundProgress progress =
          new RoundProgress(
              method.name(), method.metrics(), plan.rounds(), ProgressBar.ofProcess());
      List<TrainingListener> listeners =
          new ArrayList<>(List.of(history, progress, TrainingGauges.ofProcess()));
      listeners.addAll(probes.listeners());
      float[] last = train(method, checkpoints, plan, start, TrainingListener.all(listeners));
      new TrainedModel(metadata, probes.model(last))
          .write(files, ExperimentDirectory.model(folder));
    }
    files.delete(checkpointFolder, true);
  }

  /** In local mode, this process is the driver and all executors. */
  private void requireMemory(TrainingPlan plan, String work) {
    MemoryNeed worker = MemoryNeed.ofNetwork(plan.network());
    int results = plan.resultsAtATime();
    if (spark.isLocal()) {
      int networks = Math.min(plan.workers(), spark.defaultParallelism());
      // The need of a network contains its own result.
      MemoryNeed.ofDriver(plan.network(), Math.max(0, results - networks))
          .plus(worker.times(networks))
          .requireHere(work);
      return;
    }
    MemoryNeed.ofDriver(plan.network(), results).requireHere(work);
    worker
        .times(Math.min(plan.workers(), Slots.perExecutor(spark)))
        .requireHeap(
            work + " on an executor",
            spark.getConf().getSizeAsBytes(EXECUTOR_MEMORY, "1g"),
            "--spark-conf " + EXECUTOR_MEMORY);
  }

  private float[] train(
      PreTransfer method,
      Checkpoints checkpoints,
      TrainingPlan plan,
      TrainingState start,
      TrainingListener listener)
      throws IOException {
    String name = "pretrain " + method.name();
    JobGroup jobs = JobGroup.begin(spark, name, name);
    try {
      return trainer(checkpoints).train(plan, start, listener);
    } finally {
      jobs.restore();
    }
  }

  private float[] initialWeights(PreTransfer method, TransferNetwork network) throws IOException {
    Optional<PreTransfer> start = method.startingMethod(config.pretrain());
    if (start.isPresent()) {
      Path folder = directory.pretrained(start.get().name());
      return TrainedModel.read(directory.files(), ExperimentDirectory.model(folder)).parameters();
    }
    // The seed is the same for every method of an experiment.
    return network.initialWeights(config.seed());
  }

  private DistributedTrainer trainer(Checkpoints checkpoints) {
    return config.pretrain().trainer().equals("dl4j")
        ? new Dl4jTrainer(spark)
        : new ParameterAveragingTrainer(
            spark,
            checkpoints,
            new EngineChoicesFile(checkpoints.files(), checkpoints.folder().getParent()));
  }
}
