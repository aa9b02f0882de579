package io.lautum.training.finetune;

import io.lautum.SmallExperiment;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.storage.HadoopSettings;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TransferNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;

/** A fine-tuning of {@link #STEPS} steps on noise images, with every source of randomness on. */
final class SmallTraining {
  static final int STEPS = 30;

  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.5f}, new float[] {0.3f});
  private static final int CLASSES = 3;
  private static final List<String> RANDOM =
      List.of(
          "finetune.steps=" + STEPS,
          "finetune.batch-size=5",
          "finetune.learning-rate=0.01",
          "finetune.unaugmented-fraction=0.2",
          "finetune.augmentation.shift=1",
          "finetune.augmentation.noise=0.1",
          "finetune.augmentation.crop=0.8",
          "finetune.fixmatch.threshold=0.4");

  private final Path folder;
  private final String stage;
  private final ExperimentConfig config;
  private final FineTuner tuner;
  private final TargetExamples examples;
  private long seed = 1;
  private int lastOfSearch = Integer.MAX_VALUE;

  /** Steps that the last training reported. */
  private final List<FinishedStep> steps = new ArrayList<>();

  /**
   * @param folder folder of the configuration and of the checkpoints
   * @param stage post-transfer stage
   */
  SmallTraining(Path folder, String stage, String engine, String architecture, String... keys) {
    this.folder = folder;
    this.stage = stage;
    List<String> all = new ArrayList<>(RANDOM);
    all.addAll(Arrays.asList(keys));
    config = SmallExperiment.load(folder, all.toArray(String[]::new));
    tuner =
        new FineTuner(
            config.finetune(),
            new TransferNetwork(architecture, SHAPE, CLASSES, 0.3),
            new NetworkConfig(architecture, engine, "float"),
            NORMALIZATION.table(SHAPE));
    byte[][] labelled = noise(10, 1);
    int[] labels = new int[labelled.length];
    Arrays.setAll(labels, i -> i % CLASSES);
    examples = new TargetExamples(labelled, labels, ImageStore.of(noise(23, 2)));
  }

  /** Changes the seed of the training. */
  SmallTraining withSeed(long newSeed) {
    seed = newSeed;
    return this;
  }

  private static byte[][] noise(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] pixels = new byte[count][SHAPE.size()];
    for (byte[] one : pixels) {
      random.nextBytes(one);
    }
    return pixels;
  }

  TargetExamples examples() {
    return examples;
  }

  Path checkpointFolder() {
    return folder.resolve("checkpoint");
  }

  /** Returns the steps that the last training reported. */
  List<FinishedStep> steps() {
    return steps;
  }

  /** Trains without checkpoints and returns the weights. */
  float[] whole() {
    return train(Optional.empty(), Integer.MAX_VALUE);
  }

  /** Trains with a checkpoint every so many steps and returns the weights. */
  float[] resume(int every) {
    return train(Optional.of(checkpoints(every)), Integer.MAX_VALUE);
  }

  /** Trains until a step is reported, which ends the training. */
  void interrupt(int every, int last) {
    try {
      train(Optional.of(checkpoints(every)), last);
      throw new AssertionError("not interrupted");
    } catch (Killed e) {
      steps.clear();
    }
  }

  /** Trains until a step of the search for the number of steps, which ends the training. */
  void interruptSearch(int every, int last) {
    lastOfSearch = last;
    interrupt(every, Integer.MAX_VALUE);
    lastOfSearch = Integer.MAX_VALUE;
  }

  private float[] train(Optional<FineTuneCheckpoints> checkpoints, int last) {
    steps.clear();
    return tuner.train(
        TransferMethods.named("scratch+" + stage).after(),
        tuner.initialWeights(seed),
        examples,
        seed,
        new StepListener() {
          @Override
          public void searched(int step) {
            if (step == lastOfSearch) {
              throw new Killed();
            }
          }

          @Override
          public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
            steps.add(new FinishedStep(step, crossEntropy, metrics));
            if (step == last) {
              throw new Killed();
            }
          }
        },
        checkpoints);
  }

  FineTuneCheckpoints checkpoints(int every) {
    return new FineTuneCheckpoints(
        new HadoopSettings(new Configuration(false)),
        checkpointFolder().toUri().toString(),
        "model",
        every,
        stage + " " + config.finetune().learningRate());
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
