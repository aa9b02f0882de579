/**
 * An estimate of the accuracy on new images without a test set: every labelled image is classified
 * by a model that was fine-tuned without it and without the images that are much like it. Also the
 * training on a part of the labelled images, which the search of {@code pipeline.search} shares.
 * Only jobs and tasks import Spark.
 */
package io.lautum.evaluation.crossvalidation;
