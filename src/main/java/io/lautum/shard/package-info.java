/**
 * The prepared data between {@code prepare} and every later stage: Parquet shards, their manifest,
 * and the normalisation that turns stored bytes into network input. In: examples. Out: {@link
 * io.lautum.shard.Shard}s in memory.
 */
package io.lautum.shard;
