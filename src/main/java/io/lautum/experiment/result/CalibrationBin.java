package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Images of similar confidence.
 *
 * @param count number of the images
 * @param confidence mean probability of their most probable classes
 * @param accuracy share of the images whose most probable class is their label
 */
public record CalibrationBin(
    @JsonProperty(required = true) long count,
    @JsonProperty(required = true) double confidence,
    @JsonProperty(required = true) double accuracy) {}
