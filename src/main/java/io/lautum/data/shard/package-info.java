/**
 * The prepared data between {@code prepare} and every later stage: Parquet shards and their
 * manifest. Input: examples. Output: {@link io.lautum.data.shard.Shard}s in memory. Uses Hadoop and
 * Parquet, not Spark.
 */
package io.lautum.data.shard;
