/**
 * Training on the source with features that do not tell source from target images, by reversing the
 * gradient of a domain classifier (Ganin et al. 2016).
 */
package io.lautum.method.dann;
