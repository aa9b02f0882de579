package io.lautum.pipeline;

import io.lautum.config.ExperimentConfig;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.StageMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/** The markers of every artefact of an experiment: which configuration keys each depends on. */
final class Artefacts {
  private static final String[] DATA = {"seed", "workers", "source", "target", "prepare"};

  /**
   * The keys that no artefact depends on: where the raw files lie, which may move between runs, and
   * how often training saves a state from which it would continue to the same bits.
   */
  static final List<String> WITHOUT_EFFECT = List.of("data.root", "pretrain.checkpoint-every");

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;

  Artefacts(ExperimentConfig config, ExperimentDirectory directory) {
    this.config = config;
    this.directory = directory;
  }

  StageMarker shards() {
    return marker(directory.shards(), config.values(DATA));
  }

  StageMarker pretrained(PreTransfer method) {
    return marker(directory.pretrained(method.name()), pretrainValues(method));
  }

  /** What the checkpoints of an unfinished pre-training were made from. */
  StageMarker checkpoints(PreTransfer method) {
    return new StageMarker(
        directory.files(),
        new Path(directory.pretrained(method.name()), "checkpoint"),
        "configuration.json",
        pretrainValues(method));
  }

  StageMarker finetuned(PreTransfer method, int labels, int draw) {
    SortedMap<String, String> values =
        method.usesSource() ? pretrainValues(method) : values("network");
    values.putAll(config.values("finetune"));
    return marker(directory.finetuned(method.name(), labels, draw), values);
  }

  StageMarker evaluation() {
    SortedMap<String, String> values =
        values("network", "pretrain", "finetune", "evaluate", "methods", "labels", "draws");
    values.putAll(config.values("paper", "paper-note", "experiment"));
    values.keySet().removeAll(WITHOUT_EFFECT);
    return marker(directory.evaluation(), values);
  }

  private SortedMap<String, String> pretrainValues(PreTransfer method) {
    SortedMap<String, String> values = values("network", "pretrain");
    values.keySet().removeAll(config.values(TransferMethods.keysOfSingleMethods()).keySet());
    values.putAll(config.values(method.configurationKeys().toArray(String[]::new)));
    values.keySet().removeAll(WITHOUT_EFFECT);
    return values;
  }

  private SortedMap<String, String> values(String... more) {
    List<String> keys = new ArrayList<>(Arrays.asList(DATA));
    keys.addAll(Arrays.asList(more));
    return config.values(keys.toArray(String[]::new));
  }

  private StageMarker marker(Path folder, SortedMap<String, String> values) {
    return new StageMarker(directory.files(), folder, values);
  }
}
