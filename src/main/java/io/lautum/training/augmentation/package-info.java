/**
 * Random changes to training images, identical in both stages. In: a seed and the images' shape.
 * Out: descriptions of changes.
 */
package io.lautum.training.augmentation;
