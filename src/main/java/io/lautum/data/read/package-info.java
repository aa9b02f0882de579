/**
 * What a dataset is, and the choice of its format. Input: the configuration of a dataset. Output:
 * {@link io.lautum.data.read.Example}s. Each format has a separate package. Uses Hadoop's file
 * systems, not Spark.
 */
package io.lautum.data.read;
