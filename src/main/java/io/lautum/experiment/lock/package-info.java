/**
 * Keeps two commands from working in one experiment's folder simultaneously. In: the folder. Out: a
 * lock file that its owner refreshes, and that another process takes over if the owner no longer
 * runs.
 */
package io.lautum.experiment.lock;
