/**
 * Images on their way from a dataset's files to the shards that training reads: {@code read},
 * {@code image}, {@code prepare}, {@code shard}; {@code glyphs} draws a dataset of its own. This
 * package holds the formats by name and is above those that read them.
 */
package io.lautum.data;
