/**
 * The transfer methods. Each is a pair of stages: training on the source before the transfer, and
 * training on the labelled target examples after it. In: the configuration. Out: the terms that a
 * method adds to the training graph.
 */
package io.lautum.method;
