/**
 * Image representation that every later stage uses: shape, decoding of files to bytes,
 * normalisation of bytes to network input, and class names.
 */
package io.lautum.data.image;
