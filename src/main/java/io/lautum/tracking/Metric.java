package io.lautum.tracking;

/**
 * A number that was measured.
 *
 * @param key letters, digits and {@code _ - . /} and spaces, which is what MLflow allows
 * @param step where on the axis it belongs: a number of labels or a round
 */
record Metric(String key, double value, long step) {}
