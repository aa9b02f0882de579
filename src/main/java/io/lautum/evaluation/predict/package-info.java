/**
 * Scores images or vectors with a saved model. Input: a folder of images, a table of vectors, or a
 * column of either in a Spark ML pipeline, and a model. Output: CSV, Parquet, or additional
 * columns.
 */
package io.lautum.evaluation.predict;
