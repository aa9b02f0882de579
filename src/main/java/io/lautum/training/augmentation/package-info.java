/**
 * Random changes to training images, identical in both stages. In: a normalised image. Out: a
 * changed copy, written into a minibatch.
 */
package io.lautum.training.augmentation;
