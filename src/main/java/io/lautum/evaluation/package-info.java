/**
 * The behaviour of trained models on unseen images: {@code evaluate} on the target's test set,
 * {@code crossvalidation} on held-out labelled images, {@code predict} and {@code unlabelled} on
 * unlabelled images, and the comparisons {@code generalisation} and {@code sampling}. Only jobs,
 * tasks and {@code predict} import Spark.
 */
package io.lautum.evaluation;
