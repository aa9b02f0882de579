/**
 * Training on the source that maximises a Gaussian measure of the dependence between the network's
 * outputs and the whitened target images: the Lautum information (arXiv 1904.01670) or the mutual
 * information. In: outputs and whitened target images. Out: a term of the loss, its gradient and
 * its metric.
 */
package io.lautum.method.gaussian;
