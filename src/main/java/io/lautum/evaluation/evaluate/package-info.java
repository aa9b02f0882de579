/**
 * Measures models, offline, on Spark. In: models and shards, the target's test set among them,
 * which nothing else opens. Out: {@code results.json}.
 */
package io.lautum.evaluation.evaluate;
