/**
 * Temporal ensembling (Laine &amp; Aila 2017): fine-tuning that pulls the predictions for labelled
 * and unlabelled images towards their averages over earlier epochs.
 */
package io.lautum.method.ensembling;
