/**
 * The engine that computes with DL4J, DL4J's translation of a network, and the initial weights.
 * Apart from distributed training, only this package imports DL4J.
 */
package io.lautum.network.engine.dl4j;
