/**
 * What an image is to every later stage: its shape, how files are decoded to bytes and bytes
 * normalised to network input, and the names of its classes.
 */
package io.lautum.data.image;
