/**
 * Lautum regularisation of the source training (arXiv 1904.01670). In: outputs and whitened target
 * images. Out: a term of the loss, its gradient and its metrics.
 */
package io.lautum.method.lautum;
