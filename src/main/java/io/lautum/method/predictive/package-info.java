/**
 * Training on the source with terms on the class probabilities of unlabelled target images: the
 * information between image and predicted class, and equal predictions for two views of an image.
 */
package io.lautum.method.predictive;
