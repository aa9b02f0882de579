package io.lautum.evaluation.sampling;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.UserException;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.OptimizerConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.method.SampledTraining;
import io.lautum.method.TransferMethods;
import io.lautum.method.entropy.GradientStep;
import io.lautum.network.step.Optimizer;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.pretrain.TrainingPlans;
import java.util.List;
import java.util.Map;

/** The optimisers of the comparison. Each trains on the same minibatches, from the same weights. */
public enum SamplingOptimizer {
  /** Adam with a constant learning rate, averaged as configured in {@code pretrain}. */
  ADAM {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      PretrainConfig pretrain = config.pretrain();
      if (pretrain.optimizer().kind() != OptimizerConfig.Kind.ADAM) {
        throw new UserException(
            "sampling.optimizers = adam: uses the learning rate of pretrain; set"
                + " pretrain.optimizer.kind to adam, or remove adam from sampling.optimizers");
      }
      return plans.updated(
          Optimizer.constant(pretrain.learningRate()),
          config.sampling().batchSize(),
          averagingInterval(pretrain),
          1);
    }
  },
  /**
   * Plain gradient descent with the learning rate τ, averaged as configured in {@code pretrain}.
   */
  SGD {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      int batchSize = config.sampling().batchSize();
      int interval = averagingInterval(config.pretrain());
      return plans.sampled(new SampledTraining(new GradientStep(tau), batchSize, interval, 1));
    }
  },
  /** Local entropy by importance sampling. */
  LOCAL_ENTROPY_IMPORTANCE("local-entropy", "sampler", "importance"),
  /** Local entropy by Langevin dynamics. */
  LOCAL_ENTROPY_SGLD("local-entropy", "sampler", "sgld"),
  /** Heat regularisation with gradients estimated only from losses. */
  HEAT_ZEROTH_ORDER("heat", "gradient", "zeroth-order"),
  /** Heat regularisation with back-propagated gradients. */
  HEAT_BACK_PROPAGATED("heat", "gradient", "back-propagated");

  /** With {@code auto}; fewer averagings would give a curve too few points in a short run. */
  private static final int DEFAULT_AVERAGING_INTERVAL = 10;

  /** The transfer method that trains this way, or null. */
  private final String method;

  /** The key of the method that selects this optimiser, and its value. */
  private final String key;

  private final String value;

  SamplingOptimizer() {
    this(null, null, null);
  }

  SamplingOptimizer(String method, String key, String value) {
    this.method = method;
    this.key = key;
    this.value = value;
  }

  /**
   * Returns the optimiser of a name in configuration.
   *
   * @throws UserException if there is no such optimiser
   */
  static SamplingOptimizer named(String name) {
    return EnumNames.named(SamplingOptimizer.class, "sampling.optimizers", name);
  }

  /** Returns the name in configuration, folders and tables. */
  String id() {
    return EnumNames.of(this);
  }

  /** Returns the groups of method keys that its runs depend on. */
  public List<KeyGroup> configurationKeys() {
    return method == null ? List.of() : TransferMethods.named(method).before().configurationKeys();
  }

  /** Returns whether it has a τ. */
  boolean hasTau() {
    return this != ADAM;
  }

  /** Returns whether it samples weights. */
  boolean samples() {
    return method != null;
  }

  /** Returns a plan of one round: the method's step with another τ, averaged after each step. */
  TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
    String block = "pretrain." + method + ".";
    Map<String, ConfigValue> values =
        Map.of(
            block + key, ConfigValueFactory.fromAnyRef(value),
            block + "tau", ConfigValueFactory.fromAnyRef(tau));
    PretrainConfig pretrain = ConfigLoader.with(config, values).pretrain();
    SampledTraining training =
        TransferMethods.named(method).before().sampling(pretrain).orElseThrow();
    return plans.sampled(new SampledTraining(training.step(), config.sampling().batchSize(), 1, 1));
  }

  private static int averagingInterval(PretrainConfig pretrain) {
    return pretrain.averagingInterval().orElse(DEFAULT_AVERAGING_INTERVAL);
  }
}
