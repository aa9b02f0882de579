/**
 * Scores images with a saved model. In: a folder of images, or a column of them in a pipeline of
 * Spark ML, and a model. Out: CSV or Parquet, or more columns.
 */
package io.lautum.evaluation.predict;
