/**
 * The transfer methods: what trains on the source before the transfer. In: the configuration. Out:
 * the terms that a method adds to the training graph.
 */
package io.lautum.method;
