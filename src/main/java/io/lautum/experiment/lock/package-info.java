/**
 * Keeps two commands from working in one experiment's folder at a time. In: the folder. Out: a lock
 * file that its owner keeps alive, and that is taken over when the owner is gone.
 */
package io.lautum.experiment.lock;
