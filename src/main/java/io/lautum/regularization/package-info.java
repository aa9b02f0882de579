/**
 * Penalties on weights, outputs or losses that combine with any method. In: what a network puts
 * out, or its flat weights. Out: a value and its gradient, as DL4J loss functions where the penalty
 * is on outputs and as {@link io.lautum.regularization.WeightPenalty} where it is on weights. The
 * mathematics of the Lautum information is in {@link io.lautum.information}.
 */
package io.lautum.regularization;
