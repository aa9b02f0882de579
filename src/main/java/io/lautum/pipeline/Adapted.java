package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.CrossValidation;

/**
 * The result of the command adapt.
 *
 * @param config the configuration with the recipe's values
 * @param worked whether any stage had work to do
 */
public record Adapted(
    ExperimentConfig config,
    Manifest manifest,
    CrossValidation validation,
    Adaptation adaptation,
    boolean worked) {}
