/**
 * Training on the labelled target examples, one model per thread of the driver or per Spark task,
 * because the examples are too few to distribute. In: a labelled draw and, optionally, a
 * pre-trained model. Out: a model and its training history.
 */
package io.lautum.training.finetune;
