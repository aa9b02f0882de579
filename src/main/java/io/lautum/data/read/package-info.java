/**
 * Dataset formats. Input: files on any Hadoop file system. Output: {@link
 * io.lautum.data.read.Example}s. Uses Hadoop's file systems, not Spark.
 */
package io.lautum.data.read;
