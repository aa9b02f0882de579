/**
 * What can be added to a training loss: terms on outputs, and penalties on weights, with the state
 * that each carries from step to step.
 */
package io.lautum.network.loss;
