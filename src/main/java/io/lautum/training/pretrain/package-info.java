/** Training on the source. In: shards and a method. Out: a model and its training history. */
package io.lautum.training.pretrain;
