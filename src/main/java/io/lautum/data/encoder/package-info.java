/**
 * Encoders: networks in ONNX files that turn images into vectors. Input: a dataset of images, as
 * {@link io.lautum.data.read.DatasetReader}s read it, and an encoder file. Output: a table in
 * Parquet with one vector per image.
 */
package io.lautum.data.encoder;
