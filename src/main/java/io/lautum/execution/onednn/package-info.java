/**
 * Executes chains of layers with oneDNN. In: a training graph. Out: a compiled network whose
 * primitives, buffers and memory layouts are chosen once and used for every minibatch.
 */
package io.lautum.execution.onednn;
