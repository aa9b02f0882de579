package io.lautum.pipeline;

import io.lautum.config.ExperimentConfig;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.sampling.SamplingRun;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.StageMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/** The markers of every artefact of an experiment: which configuration keys each depends on. */
public final class Artefacts {
  private static final String[] DATA = {"seed", "workers", "source", "target", "prepare"};

  /**
   * The keys that no artefact depends on: where the raw files lie, which may move between runs; how
   * often training saves a state from which it would continue to the same bits; and which sampled
   * runs are compared, each an artefact of its own.
   */
  static final List<String> WITHOUT_EFFECT =
      List.of("data.root", "pretrain.checkpoint-every", "sampling.optimizers", "sampling.taus");

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;

  public Artefacts(ExperimentConfig config, ExperimentDirectory directory) {
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

  StageMarker finetuned(TransferMethod method, int labels, int draw) {
    return marker(directory.finetuned(method.name(), labels, draw), finetuneValues(method));
  }

  /** The keys, with their values, that a method's fine-tuned models depend on. */
  public SortedMap<String, String> finetuneValues(TransferMethod method) {
    PreTransfer before = method.before();
    List<String> own = new ArrayList<>(method.after().configurationKeys());
    own.addAll(keys(before));
    return before.usesSource()
        ? values(own, "network", "pretrain", "finetune")
        : values(own, "network", "finetune");
  }

  StageMarker sampled(SamplingRun run) {
    return marker(
        new Path(directory.sampling(), run.name()),
        values(run.optimizer().configurationKeys(), "network", "pretrain", "sampling"));
  }

  StageMarker evaluation() {
    SortedMap<String, String> values =
        values(
            Arrays.asList(TransferMethods.keysOfSingleMethods()),
            "network",
            "pretrain",
            "finetune",
            "evaluate",
            "methods",
            "labels",
            "draws",
            "paper",
            "paper-note",
            "experiment");
    return marker(directory.evaluation(), values);
  }

  /** The keys, with their values, that a method's pre-trained model depends on. */
  public SortedMap<String, String> pretrainValues(PreTransfer method) {
    return values(keys(method), "network", "pretrain");
  }

  /** The keys of the method's own, and of the one whose model it starts from. */
  private List<String> keys(PreTransfer method) {
    List<String> keys = new ArrayList<>(method.configurationKeys());
    method.refined(config.pretrain()).ifPresent(start -> keys.addAll(keys(start)));
    return keys;
  }

  /**
   * The values below the keys of the data and some others.
   *
   * @param own keys that only some methods depend on, of the one in question
   */
  private SortedMap<String, String> values(List<String> own, String... more) {
    List<String> keys = new ArrayList<>(Arrays.asList(DATA));
    keys.addAll(Arrays.asList(more));
    SortedMap<String, String> values = config.values(keys.toArray(String[]::new));
    values.keySet().removeAll(config.values(TransferMethods.keysOfSingleMethods()).keySet());
    values.putAll(config.values(own.toArray(String[]::new)));
    values.keySet().removeAll(WITHOUT_EFFECT);
    return values;
  }

  private StageMarker marker(Path folder, SortedMap<String, String> values) {
    return new StageMarker(directory.files(), folder, values);
  }
}
