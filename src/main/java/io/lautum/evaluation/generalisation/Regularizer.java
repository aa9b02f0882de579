package io.lautum.evaluation.generalisation;

import io.lautum.UserException;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.GeneralisationConfig;
import java.util.Map;
import java.util.TreeMap;

/** The addition to the cross-entropy in a training of the comparison. */
public enum Regularizer {
  /** No regulariser. */
  VANILLA {
    @Override
    Map<String, Double> weights(GeneralisationConfig config) {
      return Map.of();
    }
  },
  /** (λ/2) Σ ‖W‖². */
  WEIGHT_DECAY {
    @Override
    Map<String, Double> weights(GeneralisationConfig config) {
      return Map.of("weight-decay", config.weightDecay());
    }
  },
  /** α times the cross-entropy of images that the fast gradient sign method changed. */
  ADVERSARIAL {
    @Override
    Map<String, Double> weights(GeneralisationConfig config) {
      return Map.of(
          "adversarial.weight", config.adversarial(), "adversarial.epsilon", config.epsilon());
    }
  },
  /** (λ/2) Σ σ(W)². */
  SPECTRAL_NORM {
    @Override
    Map<String, Double> weights(GeneralisationConfig config) {
      return Map.of("spectral-norm", config.spectralNorm());
    }
  };

  private static final String BLOCK = "pretrain.regularization.";

  /** Returns the non-zero keys of the block. */
  abstract Map<String, Double> weights(GeneralisationConfig config);

  /** Returns the whole block {@code pretrain.regularization} by key. */
  Map<String, Double> settings(GeneralisationConfig config) {
    Map<String, Double> settings = new TreeMap<>();
    for (String key :
        new String[] {
          "spectral-norm", "weight-decay", "adversarial.weight", "adversarial.epsilon"
        }) {
      settings.put(BLOCK + key, 0.0);
    }
    weights(config).forEach((key, value) -> settings.put(BLOCK + key, value));
    return settings;
  }

  /** Returns the name in configuration, folders and tables. */
  @Override
  public String toString() {
    return EnumNames.of(this);
  }

  /**
   * Returns the regulariser with the given name.
   *
   * @throws UserException if the name is unknown
   */
  static Regularizer named(String name) {
    return EnumNames.named(Regularizer.class, "generalisation.regularizers", name);
  }
}
