/**
 * The description of a network: a graph of layers, its shapes, and the positions of its weights.
 * Input: an architecture's choice of layers. Output: the description that every engine compiles.
 */
package io.lautum.network.spec;
