/**
 * Penalties on weights, outputs or losses that combine with any method. In: what a network puts
 * out. Out: a value and its gradient, as DL4J loss functions. The mathematics is in {@link
 * io.lautum.information}.
 */
package io.lautum.regularization;
