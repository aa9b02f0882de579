package io.lautum.method.entropy;

/**
 * The result and the cost of one step on a regularised loss F.
 *
 * @param weights weights after the step
 * @param value f at the weights before the step
 * @param regularizedValue estimate of F at the weights before the step; NaN if the step does not
 *     estimate it
 * @param effectiveSampleSize effective sample size of the importance weights, from 1 to the number
 *     of samples; NaN if samples are not weighted
 * @param forwardPasses evaluations of f, with or without its gradient
 * @param backwardPasses evaluations of the gradient of f
 */
public record StepResult(
    float[] weights,
    double value,
    double regularizedValue,
    double effectiveSampleSize,
    long forwardPasses,
    long backwardPasses) {}
