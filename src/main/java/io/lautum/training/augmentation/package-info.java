/**
 * Random changes to training images, identical in both stages. In: a seed and the images' shape.
 * Out: descriptions of changes, and the changed images on the host.
 */
package io.lautum.training.augmentation;
