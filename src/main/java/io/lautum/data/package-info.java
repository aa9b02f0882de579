/**
 * In: files in their public formats on any Hadoop file system, or a seed for generated glyphs. Out:
 * {@link io.lautum.data.Example}s. Knows of Hadoop's file systems, not of Spark.
 */
package io.lautum.data;
