/** Scores images with a saved model. In: a folder of images and a model. Out: CSV or Parquet. */
package io.lautum.predict;
