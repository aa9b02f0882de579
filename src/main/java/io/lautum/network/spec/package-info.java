/**
 * The description of a network: a graph of layers, its shapes, and where its weights lie. In: an
 * architecture's choice of layers. Out: what every engine compiles.
 */
package io.lautum.network.spec;
