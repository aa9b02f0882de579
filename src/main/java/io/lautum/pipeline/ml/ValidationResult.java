package io.lautum.pipeline.ml;

/**
 * How a fitted model classifies the rows that {@code validationIndicatorCol} marks.
 *
 * @param rows number of rows, without those that are left out because they are damaged
 * @param accuracy share of rows whose most probable class is their label
 * @param crossEntropy mean of −ln p(label) in nats, with the model's temperature
 * @param temperature T, by which the model's logits were divided: that of {@link
 *     io.lautum.experiment.result.TemperatureScaling#mostProbable} for these rows; 1 if {@code
 *     adapt.calibrate} is off
 */
public record ValidationResult(
    long rows, double accuracy, double crossEntropy, double temperature) {}
