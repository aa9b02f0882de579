/**
 * Training steps. In: a training graph, weights and minibatches. Out: changed weights. DL4J's own
 * executor runs any graph on any backend; {@code onednn} runs the common ones on a CPU, in a
 * fraction of the time.
 */
package io.lautum.execution;
