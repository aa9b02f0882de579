package io.lautum.report.tracking;

/**
 * A metric in MLflow's sense: a number at one step.
 *
 * @param key letters, digits and {@code _ - . /} and spaces, which is what MLflow allows
 * @param step position on the horizontal axis: a number of labels or a round
 */
record Metric(String key, double value, long step) {}
