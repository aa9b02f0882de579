/**
 * Training of networks: minibatches, the training step with all additions to the loss, and the two
 * stages that train, {@code pretrain} and {@code finetune}. Only {@code distributed}, jobs and
 * tasks import Spark.
 */
package io.lautum.training;
