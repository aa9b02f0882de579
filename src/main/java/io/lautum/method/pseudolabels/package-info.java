/**
 * Training on the labelled target examples and on strong views of unlabelled images, which get the
 * labels that the network predicts confidently for the images themselves.
 */
package io.lautum.method.pseudolabels;
