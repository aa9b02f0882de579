/**
 * Dependence between two views of the same image, such as two augmentations, estimated by comparing
 * each image's views with those of the other images of a minibatch.
 */
package io.lautum.information.views;
