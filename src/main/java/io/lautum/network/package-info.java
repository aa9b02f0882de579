/**
 * Networks: their structure ({@code spec}, {@code architecture}), training steps ({@code step},
 * {@code loss}), the engines that compute them ({@code engine}), and saved models ({@code model}).
 * Nothing here imports Spark; only {@code engine.dl4j} imports DL4J. Networks depend only on the
 * shape and the normalisation of images, because a saved model must accept images.
 */
package io.lautum.network;
