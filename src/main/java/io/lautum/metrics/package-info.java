/**
 * What a training reports of itself through Spark's metrics system, for whatever sinks a cluster
 * has. In: averaging rounds. Out: gauges of the driver.
 */
package io.lautum.metrics;
