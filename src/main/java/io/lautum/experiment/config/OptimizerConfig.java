package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.lautum.Text;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * The rule by which gradients change the weights in a training stage.
 *
 * @param kind the optimiser
 * @param learningRate initial learning rate
 * @param schedule course of the learning rate
 * @param momentum momentum of {@code sgd}
 * @param weightDecay λ: per step, {@code adam} multiplies a weight by 1 − learning rate · λ, and
 *     {@code sgd} adds λ times the weight to its gradient
 */
public record OptimizerConfig(
    Kind kind, double learningRate, Schedule schedule, double momentum, double weightDecay)
    implements Serializable {
  /** Optimisers. */
  public enum Kind {
    /** Adam, with decoupled weight decay. */
    ADAM,
    /** Stochastic gradient descent with Nesterov's momentum. */
    SGD
  }

  /** Courses of the learning rate over a training. */
  public enum Schedule {
    /** Falls linearly to zero. */
    LINEAR,
    /** Falls to zero along half a period of the cosine. */
    COSINE,
    /** Stays constant. */
    CONSTANT
  }

  static final Key<Double> LEARNING_RATE = Key.of("learning-rate", KeyType.positive(), 0.001);

  static final Key<String> LEARNING_RATE_SCHEDULE =
      Key.of(
              "learning-rate-schedule",
              KeyType.oneOf(EnumNames.all(Schedule.class)),
              EnumNames.of(Schedule.LINEAR))
          .doc(
              "Whether the learning rate falls to zero linearly or along half a period of the"
                  + " cosine, or stays constant.");

  private static final String BLOCK = "optimizer";
  private static final Key<String> KIND =
      Key.of("kind", KeyType.oneOf(EnumNames.all(Kind.class)), EnumNames.of(Kind.ADAM))
          .doc(
              "Adam, or stochastic gradient descent with Nesterov's momentum (sgd), which the"
                  + " recipes of residual networks use.")
          .introducedWith(EnumNames.of(Kind.ADAM));
  private static final Key<Double> MOMENTUM =
      Key.of("momentum", KeyType.below(0, 1), 0.9)
          .doc("Share of the velocity that is kept in each step (sgd only).")
          .introducedWith(0.9);
  private static final Key<Double> WEIGHT_DECAY =
      Key.of("weight-decay", KeyType.between(0, 1), 0.0)
          .doc(
              "Decay of all weights; adam multiplies them by 1 - learning rate x weight-decay per"
                  + " step (AdamW), sgd adds weight-decay x weights to the gradient, so that"
                  + " momentum acts on it too.")
          .introducedWith(0);

  /** Initial learning rates by stage for {@code kind = sgd}, if none is set. */
  private static final Map<String, Double> SGD_RATES = Map.of("pretrain", 0.1, "finetune", 0.01);

  static KeyGroup keys(String stage, Set<ArtefactKind> artefacts) {
    return KeyGroup.of(
        stage + "." + BLOCK,
        "The optimiser; learning rate and schedule are keys of " + stage + " itself.",
        artefacts,
        KIND,
        MOMENTUM,
        WEIGHT_DECAY);
  }

  /** Returns the key of a stage's learning rate. */
  static Key<Double> learningRate(String stage) {
    return LEARNING_RATE.doc(
        Text.format(
            "Initial learning rate; %s if it is not set and %s.optimizer.kind is sgd.",
            SGD_RATES.get(stage), stage));
  }

  /**
   * Replaces the learning rates that are not set by those of the optimiser's kind.
   *
   * @param config configuration with all keys
   */
  static Config withDefaultRates(Config config) {
    Config result = config;
    for (String stage : SGD_RATES.keySet()) {
      String path = stage + "." + LEARNING_RATE.path();
      if (Key.isDefault(config.getValue(path))) {
        result = result.withValue(path, defaultRate(stage, config));
      }
    }
    return result;
  }

  /**
   * Returns the values of all keys that a configuration with the same kinds of optimisers has if
   * nothing else is set.
   */
  static Config defaults(Config config) {
    Config result = Keys.defaults();
    for (String stage : SGD_RATES.keySet()) {
      result = result.withValue(stage + "." + LEARNING_RATE.path(), defaultRate(stage, config));
    }
    return result;
  }

  private static ConfigValue defaultRate(String stage, Config config) {
    // Whether the value is a name of a kind at all is checked when it is read.
    Object kind = config.getValue(stage + "." + BLOCK + "." + KIND.path()).unwrapped();
    Key<Double> key = learningRate(stage);
    return (kind.equals(EnumNames.of(Kind.SGD)) ? key.withDefault(SGD_RATES.get(stage)) : key)
        .commentedDefault();
  }

  static OptimizerConfig read(Section stage) {
    Section block = stage.at(BLOCK);
    return new OptimizerConfig(
        EnumNames.named(Kind.class, BLOCK + "." + KIND.path(), block.get(KIND)),
        stage.get(LEARNING_RATE),
        EnumNames.named(
            Schedule.class, LEARNING_RATE_SCHEDULE.path(), stage.get(LEARNING_RATE_SCHEDULE)),
        block.get(MOMENTUM),
        block.get(WEIGHT_DECAY));
  }
}
