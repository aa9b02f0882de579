/**
 * Scores images with a saved model. Input: a folder of images, or a column of images in a Spark ML
 * pipeline, and a model. Output: CSV, Parquet, or additional columns.
 */
package io.lautum.evaluation.predict;
