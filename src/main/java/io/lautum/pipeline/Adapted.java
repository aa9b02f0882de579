package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import java.util.Optional;

/**
 * The result of the command adapt.
 *
 * @param choice how the method was chosen; empty if it was configured
 * @param worked whether any stage had work to do
 */
public record Adapted(
    Manifest manifest,
    Optional<Choice> choice,
    CrossValidation validation,
    Adaptation adaptation,
    boolean worked) {}
