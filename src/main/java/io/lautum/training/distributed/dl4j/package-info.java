/**
 * Training with dl4j-spark's own parameter averaging, for comparison. Only this package and {@code
 * network.engine.dl4j} import DL4J.
 */
package io.lautum.training.distributed.dl4j;
