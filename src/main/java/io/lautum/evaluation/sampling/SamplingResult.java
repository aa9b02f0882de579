package io.lautum.evaluation.sampling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import java.util.List;

/**
 * {@code sampling.json}: the comparison of ways to train by sampling weights.
 *
 * @param source name of the source dataset
 * @param architecture name of the network
 * @param weights number of weights of the network
 * @param start {@code random} or {@code standard}
 * @param workers number of training workers
 * @param batchSize examples per minibatch and worker
 * @param forwardPasses maximum per run
 * @param curves one per run, in the order of the table
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
    curves = Checks.requireNoNulls("curves", curves);
  }
}
