/**
 * Training on the labelled target examples, on the driver, because they are too few to distribute.
 * In: a labelled draw and, optionally, a pre-trained model. Out: a model and its training history.
 */
package io.lautum.training.finetune;
