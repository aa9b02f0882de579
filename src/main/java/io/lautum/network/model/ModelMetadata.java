package io.lautum.network.model;

import io.lautum.data.image.ClassNames;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.storage.Checks;
import java.io.Serializable;
import java.util.List;

/**
 * What a model has to say beside its weights.
 *
 * @param network the network that the weights are of
 * @param classes names of its outputs
 * @param normalization of its images
 * @param method how it was trained
 */
public record ModelMetadata(
    TransferNetwork network, List<String> classes, Normalization normalization, String method)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if the class names are no {@link ClassNames}, or the parts do
   *     not fit each other
   */
  public ModelMetadata {
    Checks.that(network != null && normalization != null, "a network and a normalization");
    Checks.named("method", method);
    classes = ClassNames.checked(classes);
    Checks.that(
        classes.size() == network.classes(),
        "%d class names, found %d".formatted(network.classes(), classes.size()));
    int channels = network.shape().channels();
    Checks.that(
        normalization.mean().length == channels,
        "a normalization of %d channels".formatted(channels));
  }
}
