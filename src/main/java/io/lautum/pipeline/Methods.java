package io.lautum.pipeline;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.stage.Requirement;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.loss.TermSpec;
import io.lautum.training.finetune.StartingHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The methods of an experiment.
 *
 * @param all methods in the order of the configuration
 * @param pretrained pre-transfer methods that train on the source, each once and after the method
 *     from which it starts
 */
record Methods(List<TransferMethod> all, List<PreTransfer> pretrained) {
  /**
   * Reads the methods of a configuration.
   *
   * @throws io.lautum.UserException if a method does not exist or cannot be trained with this
   *     configuration
   */
  static Methods of(ExperimentConfig config) {
    List<TransferMethod> all =
        config.methods().stream().map(TransferMethods::named).distinct().toList();
    List<PreTransfer> pretrained =
        all.stream()
            .flatMap(
                method -> Stream.concat(Stream.of(method), candidates(method, config).stream()))
            .map(TransferMethod::before)
            .filter(PreTransfer::usesSource)
            .flatMap(
                method ->
                    Stream.concat(
                        method.startingMethod(config.pretrain()).stream(), Stream.of(method)))
            .distinct()
            .toList();
    Optional<PreTransfer> lacking =
        pretrained.stream()
            .filter(method -> config.source() == null && method.needsSource())
            .findFirst();
    if (lacking.isPresent()) {
      throw new UserException(
          Text.format(
              "method %s trains on a source: expected source.path to be set, found none; without a"
                  + " source, scratch works, and methods that measure only unlabelled images, such"
                  + " as contrastive-mutual",
              lacking.get().name()));
    }
    pretrained.forEach(method -> method.require(config.pretrain()));
    if (config.pretrain().trainer().equals("dl4j")) {
      pretrained.forEach(method -> requireStock(method, config));
    }
    Optional<PreTransfer> whitens = whitens(pretrained, config);
    if (config.prepare().components() == 0 && whitens.isPresent()) {
      throw new UserException(
          Text.format(
              "method %s uses whitened images: expected prepare.components of at least 1, found 0",
              whitens.get().name()));
    }
    for (TransferMethod method : all) {
      method.after().require(config.finetune());
      candidates(method, config).forEach(one -> one.after().require(config.finetune()));
    }
    return new Methods(all, pretrained);
  }

  /** Checks what the trainer of dl4j-spark needs, as far as the configuration shows it. */
  private static void requireStock(PreTransfer method, ExperimentConfig config) {
    PretrainConfig pretrain = config.pretrain();
    List<TermSpec> terms = method.terms(pretrain, 1);
    boolean isPlain =
        terms.stream().flatMap(term -> term.groups().stream()).distinct().count() <= 1
            && terms.size() <= 1
            && terms.stream().allMatch(term -> term.heads().isEmpty());
    Optional<String> lack = Optional.empty();
    if (!isPlain) {
      lack =
          Optional.of(
              "several terms, views of an image and auxiliary heads, as of " + method.name());
    } else if (!pretrain.regularization().isNone()) {
      lack = Optional.of("regularisers (pretrain.regularization)");
    } else if (pretrain.earlyStopping().isOn()) {
      lack = Optional.of("early stopping (pretrain.early-stopping.held-out)");
    } else if (config.source() == null) {
      lack = Optional.of("trainings without a source");
    }
    if (lack.isPresent()) {
      throw new UserException(
          Text.format(
              "pretrain.trainer = dl4j: does not support %s; set it to averaging", lack.get()));
    }
  }

  /**
   * Returns the methods among which one chooses; empty if it trains itself.
   *
   * @throws UserException if it can choose none without a source
   */
  static List<TransferMethod> candidates(TransferMethod method, ExperimentConfig config) {
    boolean chooses = !method.before().candidates(config.finetune()).isEmpty();
    List<TransferMethod> candidates = method.candidates(config.finetune(), config.source() != null);
    if (chooses && candidates.isEmpty()) {
      throw new UserException(
          Text.format(
              "finetune.%s.candidates: all of them train on a source, but source.path is not set;"
                  + " add one that begins with scratch",
              method.name()));
    }
    return candidates;
  }

  /** Returns whether a method trains a network before fine-tuning. */
  boolean trains() {
    return !pretrained.isEmpty();
  }

  /**
   * Checks that fine-tuning can start with the last layers of the source's models.
   *
   * @throws UserException if the datasets' classes do not fit
   */
  void requireHead(ExperimentConfig config, Manifest manifest) {
    if (trains() && manifest.source() != null) {
      StartingHead.require(
          config.finetune().head(), manifest.source().classes(), manifest.target().classes());
    }
  }

  /** Returns whether a method uses the whitened images of the shards. */
  boolean useWhitened(ExperimentConfig config) {
    return whitens(pretrained, config).isPresent();
  }

  /** Returns the first method that uses the whitened images of the shards. */
  private static Optional<PreTransfer> whitens(
      List<PreTransfer> pretrained, ExperimentConfig config) {
    return pretrained.stream()
        .filter(
            method -> method.terms(config.pretrain(), 1).stream().anyMatch(TermSpec::usesWhitened))
        .findFirst();
  }

  /** Returns the pre-trained models that later stages require. */
  List<Requirement> pretrainedModels(Artefacts artefacts) throws IOException {
    List<Requirement> requirements = new ArrayList<>();
    for (PreTransfer method : pretrained) {
      requirements.add(new Requirement(artefacts.pretrained(method), "pretrain"));
    }
    return requirements;
  }
}
