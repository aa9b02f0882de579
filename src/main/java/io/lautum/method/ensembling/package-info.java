/**
 * Temporal ensembling (Laine &amp; Aila 2017): fine-tuning that holds predictions for unlabelled
 * images to their average over earlier epochs.
 */
package io.lautum.method.ensembling;
