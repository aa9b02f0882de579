package io.lautum.report.tracking;

/**
 * A metric in MLflow's sense: a number at one step.
 *
 * @param key name of letters, digits, {@code _ - . /} and spaces, the characters that MLflow allows
 * @param step position on the horizontal axis: a number of labels or a round
 */
record Metric(String key, double value, long step) {}
