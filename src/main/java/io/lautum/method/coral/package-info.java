/**
 * Training on the source that brings the covariances of source and target features together (Deep
 * CORAL, Sun &amp; Saenko 2016).
 */
package io.lautum.method.coral;
