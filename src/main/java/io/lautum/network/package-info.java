/**
 * Networks: what they are made of ({@code spec}, {@code architecture}), what a training step is
 * ({@code step}, {@code loss}), what computes it ({@code engine}), and the saved model ({@code
 * model}). Nothing here imports Spark; only {@code engine.dl4j} imports DL4J. Of the data, networks
 * know what an image is and how it is normalised, because a saved model must be able to take
 * images.
 */
package io.lautum.network;
