package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.evaluation.sampling.SamplingOptimizer;
import io.lautum.evaluation.sampling.SamplingRun;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.Keys;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArtefactsTest {
  private static final List<String> METHODS =
      List.of(
          "scratch",
          "standard",
          "lautum",
          "augmented-standard",
          "gaussian-mutual",
          "contrastive-mutual",
          "predictive-mutual",
          "predictive-lautum",
          "view-consistency",
          "lautum-and-contrastive-lautum",
          "mk-mmd",
          "coral",
          "dann",
          "local-entropy",
          "heat",
          "scratch+temporal-ensembling",
          "scratch+minimum-class-confusion",
          "scratch+fixmatch",
          "scratch+freematch",
          "auto");

  @TempDir static Path folder;
  private static ExperimentDirectory directory;

  @BeforeAll
  static void markAllAsComplete() throws IOException {
    directory = new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    for (ArtefactMarker marker : markers(load()).values()) {
      marker.complete();
    }
  }

  static Set<String> keys() {
    return KeyChanges.keys();
  }

  @Test
  void tableHasEveryKeyOfDefaults() {
    Config defaults = Keys.defaults();
    Set<String> keys = new TreeSet<>(KeyChanges.keys());
    keys.remove("paper.lautum.50");
    assertThat(keys)
        .isEqualTo(
            defaults.entrySet().stream()
                .map(Map.Entry::getKey)
                // The keys of a search do not belong to the experiment.
                .filter(key -> !key.startsWith("tune."))
                // AdaptIT tests the keys of the command adapt.
                .filter(key -> !key.startsWith("adapt."))
                // No artefact of a transfer depends on these keys; GeneralisationPipelineIT tests
                // them.
                .filter(key -> !key.startsWith("generalisation."))
                .collect(Collectors.toSet()));
    assertThat(defaults.getConfig("paper").isEmpty()).isTrue();
    assertThat(defaults.getConfig("tune.space").isEmpty()).isTrue();
  }

  @Test
  void keysWithoutEffectAreDeclaredAsSuch() {
    assertThat(KeyChanges.keys().stream().filter(key -> KeyChanges.invalidated(key).isEmpty()))
        .containsExactlyInAnyOrderElementsOf(
            Keys.groups().stream()
                .filter(group -> !group.block().equals("tune"))
                .flatMap(group -> group.keys().stream())
                .filter(key -> key.artefacts().isEmpty())
                .map(Key::path)
                .toList());
  }

  @Test
  void unchangedConfigurationInvalidatesNothing() throws IOException {
    assertThat(invalidated("", load())).isEmpty();
  }

  @Test
  void originAndNotationOfValuesDoNotMatter() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path file = other.resolve("moved.conf");
    Files.writeString(file, "# A comment.\n" + SmallExperiment.FILE);
    ExperimentConfig moved =
        ConfigLoader.load(
            file.toString(),
            List.of(
                "source.path=raw",
                "target.path=raw",
                "labels=[10,20]",
                "finetune.learning-rate=1e-3",
                "pretrain.lautum.weight=1"),
            Map.of("LAUTUM_DATA", "elsewhere"),
            new Configuration(false));
    assertThat(invalidated("", moved)).isEmpty();
  }

  @Test
  void searchKeysInvalidateNothing() throws IOException {
    assertThat(invalidated("", load("tune.labels=7", "tune.space={finetune.steps=[1,2]}")))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void changedKeyInvalidatesDependentArtefacts(String key) throws IOException {
    assertThat(invalidated(key, load(KeyChanges.override(key))))
        .isEqualTo(KeyChanges.invalidated(key));
  }

  /** Sets values without which other keys cannot be changed. */
  private static ExperimentConfig load(String... overrides) {
    List<String> all = new ArrayList<>(KeyChanges.BASE);
    all.addAll(List.of(overrides));
    return SmallExperiment.load(folder, all.toArray(String[]::new));
  }

  private static Map<String, ArtefactMarker> markers(ExperimentConfig config) throws IOException {
    Artefacts artefacts = new Artefacts(config, directory, new Configuration(false));
    Map<String, ArtefactMarker> markers = new TreeMap<>();
    markers.put("shards", artefacts.shards());
    markers.put("evaluate", artefacts.evaluation());
    markers.put(
        "sampling", artefacts.sampled(new SamplingRun(SamplingOptimizer.HEAT_ZEROTH_ORDER, 0.1)));
    for (String name : METHODS) {
      TransferMethod method = TransferMethods.named(name);
      markers.put("finetune/" + name, artefacts.finetuned(method, 10, 1));
      if (method.before().usesSource()) {
        markers.put("pretrain/" + name, artefacts.pretrained(method.before()));
        markers.put("checkpoints of " + name, artefacts.checkpoints(method.before()));
      }
    }
    return markers;
  }

  /** Returns the outdated artefacts; checkpoints must be outdated exactly if their model is. */
  private static Set<String> invalidated(String key, ExperimentConfig config) throws IOException {
    Set<String> invalidated = new TreeSet<>();
    for (Map.Entry<String, ArtefactMarker> entry : markers(config).entrySet()) {
      try {
        assertThat(entry.getValue().checkComplete()).isTrue();
        assertThat(entry.getValue().isUpToDate()).isTrue();
      } catch (UserException e) {
        assertThat(e).hasMessageContaining(key + " was ");
        assertThat(entry.getValue().isUpToDate()).isFalse();
        invalidated.add(entry.getKey());
      }
    }
    for (String method : METHODS) {
      if (method.startsWith("scratch")) {
        continue;
      }
      assertThat(invalidated.remove("checkpoints of " + method))
          .isEqualTo(invalidated.contains("pretrain/" + method));
    }
    return invalidated;
  }
}
