/**
 * In: an architecture's name, an image shape and a number of classes. Out: DL4J graphs, the
 * two-input one for pre-training and the one-input one for everything else, over the same weights.
 */
package io.lautum.network;
