/**
 * The engine that computes with DL4J, DL4J's translation of a network, and the initial weights. The
 * only package besides distributed training that imports DL4J.
 */
package io.lautum.network.engine.dl4j;
