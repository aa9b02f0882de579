package io.lautum.pipeline;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Artefacts that depend on one key or block, by name. */
final class DependentArtefacts {
  static final Set<String> EVALUATION = Set.of("evaluate");
  static final String[] PRETRAINED = {
    "pretrain/standard",
    "pretrain/lautum",
    "pretrain/augmented-standard",
    "pretrain/gaussian-mutual",
    "pretrain/contrastive-mutual",
    "pretrain/predictive-mutual",
    "pretrain/predictive-lautum",
    "pretrain/view-consistency",
    "pretrain/lautum-and-contrastive-lautum",
    "pretrain/mk-mmd",
    "pretrain/coral",
    "pretrain/dann",
    "pretrain/local-entropy",
    "pretrain/heat"
  };
  static final Set<String> TRANSFERRED =
      with(
          EVALUATION,
          "finetune/standard",
          "finetune/lautum",
          "finetune/augmented-standard",
          "finetune/gaussian-mutual",
          "finetune/contrastive-mutual",
          "finetune/predictive-mutual",
          "finetune/predictive-lautum",
          "finetune/view-consistency",
          "finetune/lautum-and-contrastive-lautum",
          "finetune/mk-mmd",
          "finetune/coral",
          "finetune/dann",
          "finetune/local-entropy",
          "finetune/heat",
          "finetune/auto");
  static final Set<String> FINETUNE =
      with(
          TRANSFERRED,
          "finetune/scratch",
          "finetune/scratch+temporal-ensembling",
          "finetune/scratch+minimum-class-confusion",
          "finetune/scratch+fixmatch",
          "finetune/scratch+freematch");
  static final Set<String> SAMPLING = Set.of("sampling");
  static final Set<String> NETWORK = with(with(FINETUNE, PRETRAINED), "sampling");
  static final Set<String> ALL = with(NETWORK, "shards");
  static final Set<String> PRETRAIN = with(with(TRANSFERRED, PRETRAINED), "sampling");
  static final Set<String> CONTRASTIVE_LAUTUM =
      with(
          EVALUATION,
          "pretrain/lautum-and-contrastive-lautum",
          "finetune/lautum-and-contrastive-lautum");
  static final Set<String> LAUTUM = with(CONTRASTIVE_LAUTUM, "pretrain/lautum", "finetune/lautum");
  static final Set<String> STRONG_AUGMENTATION =
      with(
          CONTRASTIVE_LAUTUM,
          "pretrain/augmented-standard",
          "finetune/augmented-standard",
          "pretrain/contrastive-mutual",
          "finetune/contrastive-mutual",
          "pretrain/view-consistency",
          "finetune/view-consistency",
          "finetune/scratch+fixmatch",
          "finetune/scratch+freematch",
          "finetune/auto");
  static final Set<String> MK_MMD = with(EVALUATION, "pretrain/mk-mmd", "finetune/mk-mmd");
  static final Set<String> LOCAL_ENTROPY =
      with(EVALUATION, "pretrain/local-entropy", "finetune/local-entropy");
  static final Set<String> HEAT = with(EVALUATION, "sampling", "pretrain/heat", "finetune/heat");
  static final Set<String> ENSEMBLING = with(EVALUATION, "finetune/scratch+temporal-ensembling");
  static final Set<String> CONFUSION = with(EVALUATION, "finetune/scratch+minimum-class-confusion");
  static final Set<String> FIXMATCH = with(EVALUATION, "finetune/scratch+fixmatch");
  static final Set<String> FREEMATCH =
      with(EVALUATION, "finetune/scratch+freematch", "finetune/auto");
  static final Set<String> CONTRASTIVE_MUTUAL = with(of("contrastive-mutual"), "finetune/auto");
  static final Set<String> AUTO = with(EVALUATION, "finetune/auto");
  static final Set<String> NOTHING = Set.of();

  private DependentArtefacts() {}

  static Set<String> of(String method) {
    return with(EVALUATION, "pretrain/" + method, "finetune/" + method);
  }

  static Set<String> with(Set<String> set, String... more) {
    Set<String> union = new TreeSet<>(set);
    union.addAll(Arrays.asList(more));
    return union;
  }
}
