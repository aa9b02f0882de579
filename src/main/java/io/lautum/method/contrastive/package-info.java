/**
 * Training on the source that maximises the dependence between two strong views of an unlabelled
 * target image. In: projections of the features of both views. Out: a term of the loss, its
 * gradient and its metric.
 */
package io.lautum.method.contrastive;
