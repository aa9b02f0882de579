/**
 * In: an experiment file and command-line overrides. Out: immutable records, one per stage, checked
 * once on the driver. Each record declares the {@link io.lautum.experiment.config.Key}s that it is
 * read from.
 */
package io.lautum.experiment.config;
