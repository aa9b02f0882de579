package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.sampling.SamplingRun;
import io.lautum.experiment.config.ArtefactKind;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.Keys;
import io.lautum.experiment.config.MarkerMeaning;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The markers of all artefacts of an experiment; they define the configuration keys that each
 * artefact depends on.
 */
public final class Artefacts {
  /** Name of the folder of a choice's cross-validations. */
  static final String RACE = "race";

  /** Name of the markers of unfinished work. */
  private static final String CONFIGURATION = "configuration.json";

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Configuration hadoop;

  /** Digest of the shards; null until it is first used. */
  private Optional<String> digest;

  /** Digest of the input files; null until it is first used. */
  private String stamp;

  /**
   * Creates markers for the present shards, which must not change while this object is in use.
   *
   * @param hadoop settings of the datasets' file systems
   */
  public Artefacts(ExperimentConfig config, ExperimentDirectory directory, Configuration hadoop) {
    this.config = config;
    this.directory = directory;
    this.hadoop = hadoop;
  }

  /**
   * Returns the marker of the shards. If labelled and unlabelled images are in separate places, it
   * also has a digest of their files, because images are added there.
   */
  public ArtefactMarker shards() throws IOException {
    SortedMap<String, String> values = values(List.of(), ArtefactKind.SHARDS);
    if (config.targetSets().areSeparate()) {
      values.put("data.files", stamp());
    }
    return marker(directory.shards(), values);
  }

  private String stamp() throws IOException {
    if (stamp == null) {
      stamp = InputStamp.of(config, hadoop);
    }
    return stamp;
  }

  /** Returns the marker of a method's pre-trained model. */
  public ArtefactMarker pretrained(PreTransfer method) throws IOException {
    return marker(directory.pretrained(method.name()), pretrainValues(method));
  }

  /** Returns the marker of an unfinished pre-training's checkpoints. */
  ArtefactMarker checkpoints(PreTransfer method) throws IOException {
    return new ArtefactMarker(
            directory.files(),
            ExperimentDirectory.checkpoints(directory.pretrained(method.name())),
            CONFIGURATION,
            pretrainValues(method))
        .comparing(MarkerMeaning::of);
  }

  /**
   * Returns the marker of an artefact's checkpoints, with the same values.
   *
   * @param artefact marker of an artefact that is made by fine-tuning
   * @return empty if a fine-tuning is too short for checkpoints
   */
  Optional<ArtefactMarker> checkpoints(ArtefactMarker artefact) {
    return config.finetune().savesCheckpoints()
        ? Optional.of(
            artefact.ofUnfinished(
                ExperimentDirectory.checkpoints(artefact.folder()), CONFIGURATION))
        : Optional.empty();
  }

  ArtefactMarker finetuned(TransferMethod method, int labels, int draw) throws IOException {
    return marker(directory.finetuned(method.name(), labels, draw), finetuneValues(method));
  }

  /** Returns the marker of a choice's finished cross-validations, with the values of the choice. */
  static ArtefactMarker race(ArtefactMarker choice) {
    return choice.ofUnfinished(new Path(choice.folder(), RACE), CONFIGURATION);
  }

  /**
   * Returns the keys and values that a method's fine-tuned models depend on, and the shards'
   * digest.
   */
  public SortedMap<String, String> finetuneValues(TransferMethod method) throws IOException {
    return ofTheseShards(finetuneConfiguration(method));
  }

  /** Returns the keys that a method's fine-tuned models depend on. */
  public Set<String> finetuneKeys(TransferMethod method) {
    return finetuneConfiguration(method).keySet();
  }

  private SortedMap<String, String> finetuneConfiguration(TransferMethod method) {
    List<TransferMethod> trained = new ArrayList<>(List.of(method));
    trained.addAll(method.candidates(config.finetune(), config.source() != null));
    List<KeyGroup> own = new ArrayList<>();
    for (TransferMethod each : trained) {
      own.addAll(each.after().configurationKeys());
      own.addAll(keys(each.before()));
    }
    return trained.stream().anyMatch(each -> each.before().usesSource())
        ? values(own, ArtefactKind.SHARDS, ArtefactKind.PRETRAINED, ArtefactKind.FINETUNED)
        : values(own, ArtefactKind.SHARDS, ArtefactKind.FINETUNED);
  }

  /**
   * Returns the marker of a result of the command adapt: of its estimate, final model or
   * predictions.
   *
   * @param method the configured method, or the one that it chose
   * @param folder folder of the marker
   */
  ArtefactMarker adapted(TransferMethod method, Path folder) throws IOException {
    SortedMap<String, String> values = finetuneValues(method);
    values.putAll(values(List.of(), ArtefactKind.ADAPTATION));
    // The results have the names of the files, which the content of the shards has not.
    values.put("data.files", stamp());
    values.put("method", method.name());
    return marker(folder, values);
  }

  ArtefactMarker sampled(SamplingRun run) throws IOException {
    return marker(
        new Path(directory.sampling(), run.name()),
        ofTheseShards(
            values(
                run.optimizer().configurationKeys(),
                ArtefactKind.SHARDS,
                ArtefactKind.PRETRAINED,
                ArtefactKind.SAMPLED)));
  }

  ArtefactMarker evaluation() throws IOException {
    SortedMap<String, String> values =
        values(
            Keys.groups(),
            ArtefactKind.SHARDS,
            ArtefactKind.PRETRAINED,
            ArtefactKind.FINETUNED,
            ArtefactKind.EVALUATION);
    return marker(directory.evaluation(), ofTheseShards(values));
  }

  /**
   * Returns the keys and values that a method's pre-trained model depends on, and the shards'
   * digest. If labelled and unlabelled images are in separate places, the digest is only that of
   * the shards that the method reads, so that new labelled images do not outdate its model.
   */
  public SortedMap<String, String> pretrainValues(PreTransfer method) throws IOException {
    SortedMap<String, String> values =
        values(keys(method), ArtefactKind.SHARDS, ArtefactKind.PRETRAINED);
    boolean narrow =
        config.targetSets().areSeparate() && Manifest.exists(directory.files(), directory.shards());
    if (!narrow) {
      return ofTheseShards(values);
    }
    boolean seesTarget =
        Stream.concat(Stream.of(method), method.startingMethod(config.pretrain()).stream())
            .anyMatch(each -> !each.terms(config.pretrain(), 1).isEmpty());
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    values.keySet().removeAll(List.of("target.labelled", "target.unlabelled", "target.test"));
    values.put("shards.read", new ShardDigests(manifest).pretraining(seesTarget));
    return values;
  }

  /** Returns the groups of the method and of the method whose model it starts from. */
  private List<KeyGroup> keys(PreTransfer method) {
    List<KeyGroup> keys = new ArrayList<>(method.configurationKeys());
    method.startingMethod(config.pretrain()).ifPresent(start -> keys.addAll(keys(start)));
    return keys;
  }

  /**
   * Returns the values of the keys that affect some kinds of artefacts.
   *
   * @param own groups of single methods whose keys are included as well
   */
  private SortedMap<String, String> values(List<KeyGroup> own, ArtefactKind... kinds) {
    return config.values(
        Keys.groups().stream()
            .filter(group -> !group.ofSingleMethods() || own.contains(group))
            .flatMap(group -> group.keys().stream())
            .filter(key -> Arrays.stream(kinds).anyMatch(key.artefacts()::contains))
            .map(Key::path)
            .toArray(String[]::new));
  }

  /**
   * Adds the shards' digest to the values. The keys only locate the raw data, and other data of the
   * same name would give another model.
   */
  private SortedMap<String, String> ofTheseShards(SortedMap<String, String> values)
      throws IOException {
    if (digest == null) {
      digest =
          Manifest.exists(directory.files(), directory.shards())
              ? Optional.of(Manifest.read(directory.files(), directory.shards()).contentDigest())
              : Optional.empty();
    }
    digest.ifPresent(content -> values.put("shards.content", content));
    return values;
  }

  private ArtefactMarker marker(Path folder, SortedMap<String, String> values) {
    return new ArtefactMarker(directory.files(), folder, values).comparing(MarkerMeaning::of);
  }
}
