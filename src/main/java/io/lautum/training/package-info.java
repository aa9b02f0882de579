/**
 * How a network learns: minibatches, the training step with everything that is added to a loss, and
 * the two stages that train, {@code pretrain} and {@code finetune}. Only {@code distributed} and
 * jobs import Spark.
 */
package io.lautum.training;
