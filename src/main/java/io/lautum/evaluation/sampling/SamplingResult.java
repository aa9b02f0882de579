package io.lautum.evaluation.sampling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import java.util.List;

/**
 * {@code sampling.json}: ways to train by sampling weights, compared.
 *
 * @param source name of the dataset
 * @param architecture of the network
 * @param weights that it has
 * @param start {@code random} or {@code standard}
 * @param workers that trained
 * @param batchSize examples a minibatch and worker
 * @param forwardPasses that each run was allowed
 * @param curves one a run, in the order of the table
 */
public record SamplingResult(
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String architecture,
    @JsonProperty(required = true) long weights,
    @JsonProperty(required = true) String start,
    @JsonProperty(required = true) int workers,
    @JsonProperty(required = true) int batchSize,
    @JsonProperty(required = true) int forwardPasses,
    @JsonProperty(required = true) List<LearningCurve> curves) {
  public SamplingResult {
    curves = Checks.list("curves", curves);
  }
}
