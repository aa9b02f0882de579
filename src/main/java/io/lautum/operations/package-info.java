/** The machines that an experiment runs on: devices, the cluster, and the progress display. */
package io.lautum.operations;
