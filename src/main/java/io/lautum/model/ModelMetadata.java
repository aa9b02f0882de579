package io.lautum.model;

import io.lautum.network.TransferNetwork;
import io.lautum.shard.Normalization;
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
  public ModelMetadata {
    classes = List.copyOf(classes);
  }
}
