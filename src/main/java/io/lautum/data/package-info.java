/**
 * Conversion of a dataset's files to the shards that training reads: {@code read}, {@code image},
 * {@code prepare} and {@code shard}; {@code glyphs} generates a dataset. This package finds formats
 * by name and is above the packages that read them.
 */
package io.lautum.data;
