package io.lautum.network.model;

import io.lautum.data.image.ClassNames;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.storage.Checks;
import java.io.Serializable;
import java.util.List;

/**
 * The metadata of a model in addition to its weights.
 *
 * @param network network that the weights belong to
 * @param classes class names, one per output
 * @param normalization normalisation of the images
 * @param method name of the training method
 */
public record ModelMetadata(
    TransferNetwork network, List<String> classes, Normalization normalization, String method)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if {@link ClassNames} rejects the class names, or the parts do
   *     not match
   */
  public ModelMetadata {
    Checks.require(network != null && normalization != null, "a network and a normalization");
    Checks.requireText("method", method);
    classes = ClassNames.checked(classes);
    Checks.require(
        classes.size() == network.classes(),
        "%d class names, found %d".formatted(network.classes(), classes.size()));
    int channels = network.shape().channels();
    Checks.require(
        normalization.mean().length == channels,
        "a normalization of %d channels".formatted(channels));
  }
}
