/**
 * Random changes to training images, the same in both stages. In: a normalised image. Out: a
 * changed copy of it, in place in a minibatch.
 */
package io.lautum.training.augmentation;
