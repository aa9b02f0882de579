/**
 * The machines that an experiment runs on: devices, the cluster, and progress for people who watch.
 */
package io.lautum.operations;
