/**
 * Dataset formats. In: files on any Hadoop file system. Out: {@link io.lautum.data.read.Example}s.
 * Knows of Hadoop's file systems, not of Spark.
 */
package io.lautum.data.read;
