package io.lautum.information.views;

/**
 * A measure of two views and its gradient.
 *
 * @param value value in nats
 * @param first gradient with respect to the first views' rows, row-major
 * @param second gradient with respect to the second views' rows
 */
public record ViewEstimate(double value, double[] first, double[] second) {}
