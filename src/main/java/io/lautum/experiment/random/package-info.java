/**
 * Independent random streams. In: the experiment's seed, a stream and its coordinates. Out: a seed
 * that is the same on every machine.
 */
package io.lautum.experiment.random;
