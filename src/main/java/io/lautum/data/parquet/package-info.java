/**
 * Parquet files from any writer as rows, of which one page per column is in memory. Sizes that a
 * file declares are compared with its length before memory is allocated. Uses parquet-hadoop, not
 * Spark.
 */
package io.lautum.data.parquet;
