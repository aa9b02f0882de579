/**
 * Training on the labelled target examples, on the driver: there are too few of them to distribute.
 * In: a pre-trained model, or none, and a labelled draw. Out: a model and its training history.
 */
package io.lautum.training.finetune;
