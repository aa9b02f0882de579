/**
 * The description of a training step: groups of images, the outputs that losses use, the optimiser
 * and the precision.
 */
package io.lautum.network.step;
