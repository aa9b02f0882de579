/**
 * What the final model of the command adapt says about single images: predictions for all
 * unlabelled images, the images that are most worth labelling, and labels that are probably wrong.
 * Opens the unlabelled and the labelled shards, but no test set. Only jobs import Spark.
 */
package io.lautum.evaluation.unlabelled;
