/**
 * Encoders: networks in ONNX files that turn images into vectors. Input: a dataset of images, as
 * {@link io.lautum.data.read.DatasetReader}s read it, and an encoder file. Output: one vector per
 * image, in a table in Parquet or as the examples of an experiment.
 */
package io.lautum.data.encoder;
