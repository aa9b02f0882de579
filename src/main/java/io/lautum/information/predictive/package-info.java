/** Dependence between images and their predicted classes, computed from class probabilities. */
package io.lautum.information.predictive;
