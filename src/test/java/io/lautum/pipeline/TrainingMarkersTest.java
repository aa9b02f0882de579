package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.pretrain.TrainingPlans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonDifferenceCalculator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares training plans with the configuration values in markers. */
class TrainingMarkersTest {
  private static final Manifest MANIFEST = manifest();

  @TempDir Path folder;

  /** The second column is a key that changes the plan, the third one a key that does not. */
  @ParameterizedTest
  @CsvSource({
    "standard, pretrain.regularization.spectral-norm, pretrain.lautum.moment-sharing",
    "lautum, pretrain.lautum.moment-sharing, pretrain.mk-mmd.kernels",
    "mk-mmd, pretrain.mk-mmd.kernels, pretrain.lautum.moment-sharing",
    "augmented-standard, strong-augmentation.kind, pretrain.contrastive-mutual.weight",
    "contrastive-mutual, strong-augmentation.strength, pretrain.lautum.weight",
    "predictive-mutual, pretrain.predictive-mutual.weight, strong-augmentation.strength",
    "local-entropy, pretrain.local-entropy.sgld.noise, pretrain.heat.gradient",
    "heat, pretrain.heat.gradient, pretrain.lautum.moment-sharing"
  })
  void differentPlansHaveDifferentMarkers(String name, String effective, String inert)
      throws IOException {
    PreTransfer method = TransferMethods.named(name).before();
    ExperimentConfig base = load("seed=1");
    TrainingPlan plan = plan(method, base).orElseThrow();
    Set<String> changing = new TreeSet<>();
    for (String key : KeyChanges.keys()) {
      ExperimentConfig config = load(KeyChanges.override(key));
      Optional<TrainingPlan> changed = plan(method, config);
      if (changed.isPresent() && differ(changed.get(), plan)) {
        changing.add(key);
        assertThat(values(method, config)).as(key).isNotEqualTo(values(method, base));
      }
    }
    assertThat(changing).contains(effective).doesNotContain(inert);
  }

  /** Sets values without which other keys cannot be changed. */
  private ExperimentConfig load(String override) {
    List<String> all = new ArrayList<>(KeyChanges.BASE);
    all.add(override);
    return SmallExperiment.load(folder, all.toArray(String[]::new));
  }

  /** Returns the plan, or nothing if this machine or an engine does not support it. */
  private static Optional<TrainingPlan> plan(PreTransfer method, ExperimentConfig config) {
    try {
      return Optional.of(new TrainingPlans(config, MANIFEST, "shards").of(method));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private static boolean differ(TrainingPlan changed, TrainingPlan plan) {
    RecursiveComparisonConfiguration strict = new RecursiveComparisonConfiguration();
    strict.strictTypeChecking(true);
    // The mask has one flag per weight and follows from the network.
    strict.ignoreFields("step.trained");
    return !new RecursiveComparisonDifferenceCalculator()
        .determineDifferences(changed, plan, strict)
        .isEmpty();
  }

  private Object values(PreTransfer method, ExperimentConfig config) throws IOException {
    ExperimentDirectory directory =
        new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    return new Artefacts(config, directory, new Configuration(false)).pretrainValues(method);
  }

  private static Manifest manifest() {
    Normalization normalization = new Normalization(new float[] {0}, new float[] {1});
    Manifest.Counts count = new Manifest.Counts(320, List.of(160L, 160L));
    DatasetSummary domain =
        new DatasetSummary(
            "A",
            new ImageShape(1, 28, 28),
            List.of("a", "b"),
            normalization,
            count,
            count,
            new Manifest.Counts(320, null),
            count);
    return new Manifest(1, 2, domain, domain, new Manifest.Components(4, 0.5), List.of());
  }
}
