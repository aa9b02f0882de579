/**
 * The effect of regularisers and minibatch sizes on generalisation (Yoshida &amp; Miyato 2017,
 * arXiv 1705.10941, sections 4 and 5). Input: networks trained on the source, and the shards of its
 * training and test sets. Output: the generalisation gap, the accuracy on images with noise and
 * under attack, and the spectral norms of the weight matrices.
 */
package io.lautum.evaluation.generalisation;
