/** Datasets in Parquet files, with the images inside or with their paths. */
package io.lautum.data.read.parquet;
