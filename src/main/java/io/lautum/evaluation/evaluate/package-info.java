/**
 * Measures models offline on Spark. Input: models and shards, including the target's test set,
 * which only this package opens. Output: {@code results.json}.
 */
package io.lautum.evaluation.evaluate;
