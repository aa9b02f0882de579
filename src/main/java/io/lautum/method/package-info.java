/**
 * The transfer methods, each a pair: what trains on the source before the transfer, and how the
 * labelled target examples are learnt from. In: the configuration. Out: the terms that a method
 * adds to the training graph.
 */
package io.lautum.method;
