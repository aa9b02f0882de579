/**
 * The command adapt as an estimator of Spark ML: a DataFrame of images or vectors and labels in, a
 * classifier for DataFrames out.
 */
package io.lautum.pipeline.ml;
