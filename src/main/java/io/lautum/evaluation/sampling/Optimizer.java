package io.lautum.evaluation.sampling;

import io.lautum.UserException;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.HeatConfig;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.LocalEntropyConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.SampledTrainingConfig;
import io.lautum.method.SampledTraining;
import io.lautum.method.TransferMethods;
import io.lautum.method.entropy.GradientStep;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.pretrain.TrainingPlans;
import java.util.List;

/** What is compared. Each trains on the same minibatches, from the same weights. */
public enum Optimizer {
  /** Adam with a constant learning rate, averaged as {@code pretrain} says. */
  ADAM(null) {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      PretrainConfig pretrain = config.pretrain();
      return plans.updated(
          io.lautum.network.step.Optimizer.constant(pretrain.learningRate()),
          config.sampling().batchSize(),
          pretrain.averagingInterval(),
          1);
    }
  },
  /** Plain gradient descent with the learning rate τ, averaged as {@code pretrain} says. */
  SGD(null) {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      SampledTrainingConfig round =
          new SampledTrainingConfig(
              false, config.sampling().batchSize(), config.pretrain().averagingInterval(), 1);
      return plans.sampled(new SampledTraining(new GradientStep(tau), round));
    }
  },
  /** Local entropy by importance sampling. */
  LOCAL_ENTROPY_IMPORTANCE("local-entropy") {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      return localEntropy(plans, config, "importance", tau);
    }
  },
  /** Local entropy by Langevin dynamics. */
  LOCAL_ENTROPY_SGLD("local-entropy") {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      return localEntropy(plans, config, "sgld", tau);
    }
  },
  /** Heat regularisation with gradients from losses alone. */
  HEAT_ZEROTH_ORDER("heat") {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      return heat(plans, config, false, tau);
    }
  },
  /** Heat regularisation with back-propagated gradients. */
  HEAT_BACK_PROPAGATED("heat") {
    @Override
    TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau) {
      return heat(plans, config, true, tau);
    }
  };

  /** The transfer method that trains this way, or null. */
  private final String method;

  Optimizer(String method) {
    this.method = method;
  }

  /**
   * The optimiser of a name in configuration.
   *
   * @throws UserException if there is none
   */
  static Optimizer named(String name) {
    return EnumNames.named(Optimizer.class, "sampling.optimizers", name);
  }

  /** The name in configuration, folders and tables. */
  String id() {
    return EnumNames.of(this);
  }

  /** Returns the groups of keys of single methods that its runs depend on. */
  public List<KeyGroup> configurationKeys() {
    return method == null ? List.of() : TransferMethods.named(method).before().configurationKeys();
  }

  /** Whether it has a τ. */
  boolean hasTau() {
    return this != ADAM;
  }

  /** Whether it samples weights. */
  boolean samples() {
    return method != null;
  }

  /** A plan of one round. */
  abstract TrainingPlan plan(TrainingPlans plans, ExperimentConfig config, double tau);

  TrainingPlan localEntropy(
      TrainingPlans plans, ExperimentConfig config, String sampler, double tau) {
    LocalEntropyConfig entropy =
        config.pretrain().localEntropy().with(oneRound(config), sampler, tau);
    return sampled(plans, config.pretrain(), entropy, config.pretrain().heat());
  }

  TrainingPlan heat(
      TrainingPlans plans, ExperimentConfig config, boolean backPropagated, double tau) {
    HeatConfig heat = config.pretrain().heat().with(oneRound(config), backPropagated, tau);
    return sampled(plans, config.pretrain(), config.pretrain().localEntropy(), heat);
  }

  private static SampledTrainingConfig oneRound(ExperimentConfig config) {
    return new SampledTrainingConfig(false, config.sampling().batchSize(), 1, 1);
  }

  private TrainingPlan sampled(
      TrainingPlans plans, PretrainConfig pretrain, LocalEntropyConfig entropy, HeatConfig heat) {
    return plans.sampled(
        TransferMethods.named(method)
            .before()
            .sampling(pretrain.with(entropy, heat))
            .orElseThrow());
  }
}
