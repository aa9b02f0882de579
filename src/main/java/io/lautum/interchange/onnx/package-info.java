/**
 * Models in the ONNX format: translation of a trained network to an ONNX graph, and its comparison
 * with the network by ONNX Runtime.
 */
package io.lautum.interchange.onnx;
