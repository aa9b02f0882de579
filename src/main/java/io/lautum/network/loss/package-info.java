/**
 * Additions to a training loss: terms on outputs, and penalties on weights, with the state that
 * each keeps between steps.
 */
package io.lautum.network.loss;
