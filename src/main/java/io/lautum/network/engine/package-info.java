/**
 * Computation of training steps. Input: descriptions of a network and a step. Output: a compiled
 * network. Engines compute forward, backward and update; losses are in packages above.
 */
package io.lautum.network.engine;
