package io.lautum.method.entropy;

/**
 * What one step on a regularised loss F gave, and what it cost.
 *
 * @param weights after the step
 * @param value f at the weights before the step
 * @param regularizedValue estimate of F at the weights before the step; NaN where the sampler gives
 *     none
 * @param effectiveSampleSize of the importance weights, from 1 to the number of samples; NaN where
 *     samples are not weighted
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
