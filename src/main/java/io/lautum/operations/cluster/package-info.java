/**
 * What is asked of Spark about the cluster itself. In: a Spark context or task. Out: the GPU of a
 * task, task slots that are free, and descriptions of jobs. Without GPUs the bindings do nothing.
 */
package io.lautum.operations.cluster;
