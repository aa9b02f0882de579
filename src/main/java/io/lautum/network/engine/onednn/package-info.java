/**
 * The engine for CPUs. Input: a network and a step. Output: a compiled network, whose oneDNN
 * primitives, buffers and memory layouts are chosen once and used for every minibatch.
 */
package io.lautum.network.engine.onednn;
