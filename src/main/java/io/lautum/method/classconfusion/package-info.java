/**
 * Training on the labelled target examples that reduces the confusion between classes in the
 * predictions for unlabelled images (Jin et al. 2020).
 */
package io.lautum.method.classconfusion;
