/**
 * Training on the source by steps on its local entropy; the mathematics is in {@link
 * io.lautum.method.entropy}.
 */
package io.lautum.method.localentropy;
