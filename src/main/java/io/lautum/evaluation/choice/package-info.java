/**
 * The choice of a method by cross-validation over labelled images, which is the method {@code auto}
 * and the default of the command adapt. Test images are never opened.
 */
package io.lautum.evaluation.choice;
