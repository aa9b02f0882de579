/**
 * The comparison of ways to train on the source by sampling weights (local entropy and heat
 * regularisation, {@link io.lautum.method.entropy}) with Adam and plain gradient descent, at the
 * same number of forward passes. In: shards. Out: a learning curve per run, {@code sampling.json}
 * and {@code sampling.md}.
 */
package io.lautum.evaluation.sampling;
