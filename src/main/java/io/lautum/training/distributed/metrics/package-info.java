/**
 * Training progress in Spark's metrics system, for any sink of a cluster. In: averaging rounds.
 * Out: gauges of the driver.
 */
package io.lautum.training.distributed.metrics;
