/**
 * The behaviour of trained models on unseen images: {@code evaluate} on the target's test set,
 * {@code predict} on unlabelled images, and the comparisons {@code generalisation} and {@code
 * sampling}. Only jobs and {@code predict} import Spark.
 */
package io.lautum.evaluation;
