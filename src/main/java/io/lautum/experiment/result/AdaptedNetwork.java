package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import java.util.List;

/**
 * The dependence that {@link Results.Pretrained} describes, measured after fine-tuning on draw 1.
 */
public record AdaptedNetwork(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) int labels,
    Double lautumInformation,
    List<Double> canonicalCorrelations) {
  public AdaptedNetwork {
    Checks.requireText("method", method);
    canonicalCorrelations = Checks.optionalList("canonicalCorrelations", canonicalCorrelations);
  }
}
