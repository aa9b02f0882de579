/**
 * Parameter averaging on Spark. In: a network, shards and initial weights. Out: trained weights and
 * one report per round.
 */
package io.lautum.training.distributed;
