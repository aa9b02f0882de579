/**
 * The progress of a training in Spark's metrics system, for any sink that a cluster has. In:
 * averaging rounds. Out: gauges of the driver.
 */
package io.lautum.training.distributed.metrics;
