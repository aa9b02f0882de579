/**
 * Parameter averaging on Spark. In: a training graph, shards and initial weights. Out: trained
 * weights and a report a round. The only package that knows of dl4j-spark.
 */
package io.lautum.distributed;
