/**
 * Tables of vectors: Parquet, CSV, JSON lines, LibSVM and numpy's arrays. In: files on any Hadoop
 * file system. Out: examples whose bytes are floats.
 */
package io.lautum.data.read.vectors;
