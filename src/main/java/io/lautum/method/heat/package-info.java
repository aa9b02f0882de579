/**
 * Training on the source by steps on its heat-regularised loss; the mathematics is in {@link
 * io.lautum.method.entropy}.
 */
package io.lautum.method.heat;
