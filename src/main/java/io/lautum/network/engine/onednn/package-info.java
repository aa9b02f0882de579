/**
 * The engine for CPUs. In: a network and a step. Out: a compiled network whose oneDNN primitives,
 * buffers and memory layouts are chosen once and used for every minibatch.
 */
package io.lautum.network.engine.onednn;
