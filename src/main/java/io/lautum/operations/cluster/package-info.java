/**
 * Queries about the cluster itself. In: a Spark context or task. Out: the GPU of a task, free task
 * slots, and descriptions of jobs. Without GPUs the bindings do nothing.
 */
package io.lautum.operations.cluster;
