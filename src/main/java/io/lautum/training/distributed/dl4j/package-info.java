/**
 * Training with dl4j-spark's own parameter averaging, for comparison. With {@code
 * network.engine.dl4j} the only packages that import DL4J.
 */
package io.lautum.training.distributed.dl4j;
