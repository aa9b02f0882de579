package io.lautum.pipeline;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.OptimizerConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The method, network and training of the command adapt, as far as the user has not chosen them:
 * what was best for images of that kind in the tables of {@code docs/results.md}. {@code
 * docs/adapt.md} gives the reasons.
 *
 * <ul>
 *   <li>Method: the best by cross-validation of a few that were best in the tables. Of those that
 *       pre-train, photographs have only {@code standard}, because the others gain little there and
 *       take several times as long.
 *   <li>Grey images of 16 to 40 pixels per side, such as characters: the network and the training
 *       of {@code conf/mnist-notmnist.conf}.
 *   <li>Other images of at least 8 pixels per side: those of {@code
 *       conf/cifar10-tinyimagenet10.conf}; colour images are mirrored at random, grey ones are not.
 *   <li>Smaller images: a perceptron, and the defaults.
 * </ul>
 *
 * <p>Shifts are a tenth of the smaller side in fine-tuning and an eighth of it in pre-training,
 * which are the 3 and 4 pixels of those files for 32x32.
 */
final class AdaptRecipe {
  private static final int SMALLEST_LENET = 16;
  private static final int LARGEST_LENET = 40;
  private static final int SMALLEST_CNN = 8;
  private static final String COMPONENTS = "prepare.components";

  private static final List<String> FROM_SCRATCH =
      List.of("scratch", "scratch+temporal-ensembling", "scratch+freematch");
  private static final List<String> CHARACTERS_FROM_SCRATCH =
      List.of(
          "scratch",
          "contrastive-mutual",
          "scratch+temporal-ensembling",
          "scratch+freematch",
          "contrastive-mutual+freematch");
  private static final List<String> CHARACTERS =
      List.of(
          "scratch",
          "standard",
          "contrastive-mutual",
          "standard+temporal-ensembling",
          "standard+freematch",
          "contrastive-mutual+freematch");
  private static final List<String> PHOTOGRAPHS =
      List.of("scratch", "standard", "standard+temporal-ensembling", "standard+freematch");

  private final ImageShape shape;
  private final Map<String, Object> values = new TreeMap<>();

  private AdaptRecipe(ImageShape shape, boolean hasSource) {
    this.shape = shape;
    int least = Math.min(shape.height(), shape.width());
    int most = Math.max(shape.height(), shape.width());
    boolean areCharacters =
        shape.channels() == 1 && least >= SMALLEST_LENET && most <= LARGEST_LENET;
    if (areCharacters) {
      characters();
    } else if (least >= SMALLEST_CNN) {
      photographs();
    } else {
      values.put("network.architecture", "mlp");
    }
    values.put("finetune.auto.candidates", candidates(areCharacters, hasSource));
    values.put("finetune.augmentation.shift", rounded(least, 10));
    values.put("pretrain.augmentation.shift", rounded(least, 8));
  }

  private static List<String> candidates(boolean areCharacters, boolean hasSource) {
    if (areCharacters) {
      return hasSource ? CHARACTERS : CHARACTERS_FROM_SCRATCH;
    }
    return hasSource ? PHOTOGRAPHS : FROM_SCRATCH;
  }

  private static int rounded(int side, int divisor) {
    return Math.round((float) side / divisor);
  }

  private void characters() {
    values.put("network.architecture", "lenet");
    values.put("pretrain.epochs", 6);
    values.put("finetune.steps", 2800);
    values.put("finetune.learning-rate", 0.0015);
    values.put("finetune.dropout", 0.7);
    values.put("finetune.augmentation.noise", 0.3);
    values.put("finetune.augmentation.affine", 0.2);
    values.put("finetune.temporal-ensembling.weight", 100);
  }

  private void photographs() {
    boolean colour = shape.channels() > 1;
    values.put("network.architecture", "cnn");
    values.put("pretrain.epochs", 24);
    values.put("pretrain.augmentation.flip", colour);
    values.put("finetune.steps", 400);
    values.put("finetune.augmentation.flip", colour);
    values.put("finetune.augmentation.noise", 0.0);
  }

  /**
   * Returns the configuration with the recipe's values for all keys that are not set.
   *
   * @param config result of {@link #withMethod}
   * @param shape shape of the images
   */
  static ExperimentConfig complete(ExperimentConfig config, ImageShape shape) {
    Map<String, ConfigValue> chosen = new TreeMap<>();
    AdaptRecipe recipe = new AdaptRecipe(shape, config.source() != null);
    if (config.finetune().optimizer().kind() != OptimizerConfig.Kind.ADAM) {
      // It is a learning rate of Adam.
      recipe.values.remove("finetune.learning-rate");
    }
    recipe.values.forEach(
        (key, value) -> {
          if (config.isDefault(key)) {
            chosen.put(key, ConfigValueFactory.fromAnyRef(value));
          }
        });
    return ConfigLoader.with(config, chosen);
  }

  /**
   * Returns the configuration with the method of the command adapt as its only one, and without
   * whitening if no method needs it: of many photographs it takes longer than reading them.
   *
   * @throws io.lautum.UserException if the method does not exist or cannot be trained with this
   *     configuration
   */
  static ExperimentConfig withMethod(ExperimentConfig config) {
    ExperimentConfig chosen =
        ConfigLoader.with(
            config,
            Map.of("methods", ConfigValueFactory.fromIterable(List.of(config.adapt().method()))));
    boolean whitens = Methods.of(chosen).useWhitened(chosen);
    return whitens || !config.isDefault(COMPONENTS)
        ? chosen
        : ConfigLoader.with(chosen, Map.of(COMPONENTS, ConfigValueFactory.fromAnyRef(0)));
  }
}
