/**
 * A model as a file: weights, graph, and what is needed to feed it images and read its answers. In
 * and out: {@code model.zip}, which DL4J's own ModelSerializer can read too.
 */
package io.lautum.network.model;
