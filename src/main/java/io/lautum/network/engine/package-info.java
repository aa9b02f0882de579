/**
 * What computes training steps. In: a network's description and a step's. Out: a compiled network.
 * Engines know forward, backward and update; losses are above them.
 */
package io.lautum.network.engine;
