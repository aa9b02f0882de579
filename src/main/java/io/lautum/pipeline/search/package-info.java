/**
 * The search for configuration values, which uses no test label. In: an experiment with a search
 * space, and its shards. Out: scored trials, cross-validated within the labelled draws, and an
 * experiment file with the best values.
 */
package io.lautum.pipeline.search;
