/**
 * Model files: weights, graph, and the metadata for their inputs and outputs. Input and output:
 * {@code model.zip}, which DL4J's ModelSerializer can read too.
 */
package io.lautum.network.model;
