package io.lautum.experiment.config;

import java.util.Set;

/** The kinds of results that an experiment stores, each of which depends on certain keys. */
public enum ArtefactKind {
  /** The datasets as shards. */
  SHARDS("shards"),
  /** A network that was trained on the source. */
  PRETRAINED("pre-trained models", SHARDS),
  /** A network that was trained on labelled target examples. */
  FINETUNED("fine-tuned models", SHARDS, PRETRAINED),
  /** A run of the command {@code sampling}. */
  SAMPLED("sampling runs", SHARDS, PRETRAINED),
  /** The trainings and results of the command {@code generalisation}. */
  GENERALISATION("generalisation results", SHARDS, PRETRAINED),
  /** The results of a benchmark. */
  EVALUATION("benchmark results", SHARDS, PRETRAINED, FINETUNED),
  /** The model, the estimate and the predictions of the command {@code adapt}. */
  ADAPTATION("results of adapt", SHARDS, PRETRAINED, FINETUNED);

  private final String label;
  private final Set<ArtefactKind> inputs;

  ArtefactKind(String label, ArtefactKind... inputs) {
    this.label = label;
    this.inputs = Set.of(inputs);
  }

  /** Returns the name in documentation. */
  String label() {
    return label;
  }

  /** Returns whether the artefact is {@code other} or is made from it. */
  public boolean dependsOn(ArtefactKind other) {
    return this == other || inputs.contains(other);
  }
}
