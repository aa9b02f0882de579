package io.lautum.pipeline;

import static io.lautum.pipeline.DependentArtefacts.ALL;
import static io.lautum.pipeline.DependentArtefacts.AUTO;
import static io.lautum.pipeline.DependentArtefacts.CONFUSION;
import static io.lautum.pipeline.DependentArtefacts.CONTRASTIVE_LAUTUM;
import static io.lautum.pipeline.DependentArtefacts.CONTRASTIVE_MUTUAL;
import static io.lautum.pipeline.DependentArtefacts.ENSEMBLING;
import static io.lautum.pipeline.DependentArtefacts.EVALUATION;
import static io.lautum.pipeline.DependentArtefacts.FINETUNE;
import static io.lautum.pipeline.DependentArtefacts.FIXMATCH;
import static io.lautum.pipeline.DependentArtefacts.FREEMATCH;
import static io.lautum.pipeline.DependentArtefacts.HEAT;
import static io.lautum.pipeline.DependentArtefacts.LAUTUM;
import static io.lautum.pipeline.DependentArtefacts.LOCAL_ENTROPY;
import static io.lautum.pipeline.DependentArtefacts.MK_MMD;
import static io.lautum.pipeline.DependentArtefacts.NETWORK;
import static io.lautum.pipeline.DependentArtefacts.NOTHING;
import static io.lautum.pipeline.DependentArtefacts.PRETRAIN;
import static io.lautum.pipeline.DependentArtefacts.SAMPLING;
import static io.lautum.pipeline.DependentArtefacts.STRONG_AUGMENTATION;
import static io.lautum.pipeline.DependentArtefacts.of;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Another value of each configuration key, and the artefacts that depend on the key. */
final class KeyChanges {
  /**
   * Values that allow each key to be changed alone: paths, which generated images do not need, and
   * a registered model, without which there is no alias.
   */
  static final List<String> BASE =
      List.of(
          "source.path=raw",
          "target.path=raw",
          "tracking.mlflow.model=best",
          "tracking.mlflow.registered-model=letters");

  /** Another value of a key, and the artefacts that it invalidates. */
  private record Change(String value, Set<String> invalidated) {}

  private static final Map<String, Change> CHANGES = new LinkedHashMap<>();

  static {
    change("experiment", "other", EVALUATION);
    change("seed", "7", ALL);
    change("workers", "3", ALL);
    change("methods", "[scratch, lautum]", EVALUATION);
    change("labels", "[10]", EVALUATION);
    change("draws", "4", EVALUATION);
    change("data.root", "elsewhere", NOTHING);
    change("target.labelled", "other", ALL);
    change("target.unlabelled", "other", ALL);
    change("target.test", "other", ALL);
    for (String domain : new String[] {"source", "target"}) {
      change(domain + ".name", "other", ALL);
      change(domain + ".format", "images", ALL);
      change(domain + ".path", "other", ALL);
      change(domain + ".classes", "[b, a]", ALL);
      change(domain + ".glyphs", domain.equals("source") ? "letters" : "digits", ALL);
      change(domain + ".train-count", "99", ALL);
      change(domain + ".test-count", "99", ALL);
      change(domain + ".seed", "99", ALL);
      change(domain + ".label-kind", "coarse", ALL);
      change(domain + ".test-share", "0.5", ALL);
      change(domain + ".split-seed", "99", ALL);
      change(domain + ".follow-links", "true", ALL);
      change(domain + ".path-column", "id", ALL);
      change(domain + ".label-column", "label", ALL);
      change(domain + ".class-pattern", "(a)", ALL);
      change(domain + ".bad-files", "skip", ALL);
      change(domain + ".bad-files-limit", "0.5", ALL);
      change(domain + ".vector-columns", "[a]", ALL);
      change(domain + ".vector-size", "9", ALL);
      change(domain + ".missing", "mean", ALL);
    }
    change("image.height", "9", ALL);
    change("image.width", "9", ALL);
    change("image.channels", "3", ALL);
    change("image.fit", "pad", ALL);
    change("image.background", "black", ALL);
    change("image.encoder.model", "other.onnx", ALL);
    change("image.encoder.output", "other", ALL);
    change("image.encoder.size", "99", ALL);
    change("image.encoder.levels", "255", ALL);
    change("image.encoder.mean", "[0.5]", ALL);
    change("image.encoder.std", "[0.5]", ALL);
    change("image.encoder.layout", "nhwc", ALL);
    change("image.encoder.batch", "99", ALL);
    change("prepare.labelled-fraction", "0.5", ALL);
    change("prepare.components", "3", ALL);
    change("prepare.exact-pca-max-values", "3", ALL);
    change("prepare.features", "patches", ALL);
    change("prepare.patch-side", "3", ALL);
    change("prepare.patch-count", "3", ALL);
    change("network.architecture", "lenet", NETWORK);
    change("network.widths", "[9]", NETWORK);
    change("network.engine", "dl4j", NETWORK);
    change("network.precision", "bfloat16", NETWORK);
    change("pretrain.trainer", "dl4j", PRETRAIN);
    change("pretrain.epochs", "9", PRETRAIN);
    change("pretrain.batch-size", "9", PRETRAIN);
    change("pretrain.averaging-interval", "9", PRETRAIN);
    for (String stage : new String[] {"pretrain.", "finetune."}) {
      Set<String> dependent = stage.equals("pretrain.") ? PRETRAIN : FINETUNE;
      change(stage + "learning-rate", "0.5", dependent);
      change(stage + "learning-rate-schedule", "constant", dependent);
      change(stage + "label-smoothing", "0.5", dependent);
      change(stage + "optimizer.kind", "sgd", dependent);
      change(stage + "optimizer.momentum", "0.5", dependent);
      change(stage + "optimizer.weight-decay", "0.5", dependent);
      change(stage + "average-weights", "true", dependent);
      change(stage + "augmentation.shift", "9", dependent);
      change(stage + "augmentation.flip", "true", dependent);
      change(stage + "augmentation.noise", "0.5", dependent);
      change(stage + "augmentation.crop", "0.5", dependent);
      change(stage + "augmentation.cutout", "9", dependent);
      change(stage + "augmentation.affine", "0.5", dependent);
      change(stage + "augmentation.color-jitter", "0.5", dependent);
      change(stage + "augmentation.grayscale", "0.5", dependent);
      change(stage + "augmentation.feature-dropout", "0.5", dependent);
      change(stage + "regularization.spectral-norm", "0.5", dependent);
      change(stage + "regularization.weight-decay", "0.5", dependent);
      change(stage + "regularization.adversarial.weight", "0.5", dependent);
      change(stage + "regularization.adversarial.epsilon", "0.5", dependent);
    }
    change("pretrain.checkpoint-every", "9", NOTHING);
    change("pretrain.checkpoints-kept", "9", NOTHING);
    change("pretrain.lautum.weight", "9", LAUTUM);
    change("pretrain.lautum.outputs", "logits", LAUTUM);
    change("pretrain.lautum.ridge", "9", LAUTUM);
    change("pretrain.lautum.decay", "0.5", LAUTUM);
    change("pretrain.lautum.max-squared-correlation", "0.5", LAUTUM);
    change("pretrain.lautum.start-iteration", "9", LAUTUM);
    change("pretrain.lautum.moment-sharing", "local", LAUTUM);
    for (String key : new String[] {"weight", "ridge", "start-iteration"}) {
      change("pretrain.gaussian-mutual." + key, "9", of("gaussian-mutual"));
    }
    change("pretrain.gaussian-mutual.outputs", "logits", of("gaussian-mutual"));
    change("pretrain.gaussian-mutual.decay", "0.5", of("gaussian-mutual"));
    change("pretrain.gaussian-mutual.max-squared-correlation", "0.5", of("gaussian-mutual"));
    change("pretrain.gaussian-mutual.moment-sharing", "local", of("gaussian-mutual"));
    change("pretrain.contrastive-mutual.weight", "9", CONTRASTIVE_MUTUAL);
    change("pretrain.contrastive-mutual.temperature", "9", CONTRASTIVE_MUTUAL);
    change("pretrain.contrastive-lautum.weight", "9", CONTRASTIVE_LAUTUM);
    change("pretrain.contrastive-lautum.temperature", "9", CONTRASTIVE_LAUTUM);
    change("pretrain.contrastive-lautum.floor", "0.25", CONTRASTIVE_LAUTUM);
    change("pretrain.contrastive-lautum.decay", "0.5", CONTRASTIVE_LAUTUM);
    change("pretrain.predictive-mutual.weight", "9", of("predictive-mutual"));
    change("pretrain.predictive-lautum.weight", "9", of("predictive-lautum"));
    change("pretrain.predictive-lautum.decay", "0.5", of("predictive-lautum"));
    change("pretrain.view-consistency.weight", "9", of("view-consistency"));
    change("strong-augmentation.kind", "photographs", STRONG_AUGMENTATION);
    change("strong-augmentation.strength", "0.5", STRONG_AUGMENTATION);
    change("strong-augmentation.cutout", "0", STRONG_AUGMENTATION);
    change("pretrain.mk-mmd.weight", "9", MK_MMD);
    change("pretrain.mk-mmd.outputs", "logits", MK_MMD);
    change("pretrain.mk-mmd.kernels", "median", MK_MMD);
    change("pretrain.mk-mmd.start-iteration", "9", MK_MMD);
    change("pretrain.coral.weight", "9", of("coral"));
    change("pretrain.dann.weight", "9", of("dann"));
    change("pretrain.dann.units", "9", of("dann"));
    change("pretrain.local-entropy.start", "random", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sampler", "importance", LOCAL_ENTROPY);
    change("pretrain.local-entropy.tau", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.relaxation", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.samples", "8", LOCAL_ENTROPY);
    change("pretrain.local-entropy.antithetic", "false", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sgld.steps", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sgld.step-size", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sgld.noise", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sgld.burn-in", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.sgld.averaging-decay", "0.5", LOCAL_ENTROPY);
    change("pretrain.local-entropy.batch-size", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.averaging-interval", "9", LOCAL_ENTROPY);
    change("pretrain.local-entropy.rounds", "9", LOCAL_ENTROPY);
    change("pretrain.heat.start", "random", HEAT);
    change("pretrain.heat.gradient", "zeroth-order", HEAT);
    change("pretrain.heat.tau", "9", HEAT);
    change("pretrain.heat.relaxation", "9", HEAT);
    change("pretrain.heat.iterations", "9", HEAT);
    change("pretrain.heat.samples", "9", HEAT);
    change("pretrain.heat.gain", "0.5", HEAT);
    change("pretrain.heat.gain-exponent", "0.75", HEAT);
    change("pretrain.heat.batch-size", "9", HEAT);
    change("pretrain.heat.averaging-interval", "9", HEAT);
    change("pretrain.heat.rounds", "9", HEAT);
    change("finetune.steps", "9", FINETUNE);
    change("finetune.batch-size", "9", FINETUNE);
    change("finetune.class-weights", "balanced", FINETUNE);
    change("finetune.layers", "head", FINETUNE);
    change("finetune.mixup", "0.25", FINETUNE);
    change("pretrain.early-stopping.held-out", "0.25", PRETRAIN);
    change("pretrain.early-stopping.patience", "9", PRETRAIN);
    change("finetune.early-stopping.held-out", "0.25", FINETUNE);
    change("finetune.early-stopping.patience", "9", FINETUNE);
    change("finetune.batch-statistics", "target", FINETUNE);
    change("finetune.dropout", "0.25", FINETUNE);
    change("finetune.head", "pretrained", FINETUNE);
    change("finetune.unaugmented-fraction", "0.25", FINETUNE);
    change("finetune.minimum-class-confusion.weight", "9", CONFUSION);
    change("finetune.minimum-class-confusion.temperature", "9", CONFUSION);
    change("finetune.fixmatch.weight", "9", FIXMATCH);
    change("finetune.fixmatch.threshold", "0.5", FIXMATCH);
    change("finetune.fixmatch.ratio", "9", FIXMATCH);
    change("finetune.fixmatch.class-prior", "none", FIXMATCH);
    change("finetune.freematch.weight", "9", FREEMATCH);
    change("finetune.freematch.ratio", "9", FREEMATCH);
    change("finetune.freematch.fairness", "9", FREEMATCH);
    change("finetune.auto.candidates", "[scratch, standard]", AUTO);
    change("finetune.auto.folds", "9", AUTO);
    change("finetune.auto.minutes", "9", AUTO);
    change("finetune.on", "executors", NOTHING);
    change("finetune.checkpoint-every", "9", NOTHING);
    change("finetune.temporal-ensembling.weight", "0.25", ENSEMBLING);
    change("finetune.temporal-ensembling.decay", "0.25", ENSEMBLING);
    change("finetune.temporal-ensembling.ramp", "0.25", ENSEMBLING);
    change("sampling.optimizers", "[adam]", NOTHING);
    change("sampling.taus", "[0.5]", NOTHING);
    change("sampling.start", "standard", SAMPLING);
    change("sampling.forward-passes", "9", SAMPLING);
    change("sampling.batch-size", "9", SAMPLING);
    change("sampling.points", "9", SAMPLING);
    change("sampling.examples", "9", SAMPLING);
    change("evaluate.batch-size", "9", EVALUATION);
    change("export.onnx", "true", NOTHING);
    change("tracking.mlflow.uri", "http://127.0.0.1:1", NOTHING);
    change("tracking.mlflow.experiment", "other", NOTHING);
    change("tracking.mlflow.artifacts", "false", NOTHING);
    change("tracking.mlflow.draws", "false", NOTHING);
    change("tracking.mlflow.model", "scratch", NOTHING);
    change("tracking.mlflow.registered-model", "other", NOTHING);
    change("tracking.mlflow.alias", "other", NOTHING);
    change("paper.lautum.50", "0.5", EVALUATION);
    change("paper-note", "other", EVALUATION);
  }

  private KeyChanges() {}

  /** Returns the keys. */
  static Set<String> keys() {
    return CHANGES.keySet();
  }

  /** Returns the override that gives a key another value. */
  static String override(String key) {
    return key + "=" + CHANGES.get(key).value();
  }

  /** Returns the names of the artefacts that depend on a key. */
  static Set<String> invalidated(String key) {
    return CHANGES.get(key).invalidated();
  }

  private static void change(String key, String value, Set<String> invalidated) {
    CHANGES.put(key, new Change(value, invalidated));
  }
}
