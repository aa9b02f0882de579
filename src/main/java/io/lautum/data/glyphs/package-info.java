/**
 * In: a kind of glyph, two counts and a seed. Out: generated 28x28 images in ten classes, with no
 * file to fetch: digits drawn as if by hand from stroke skeletons, and the letters A to J from
 * TrueType files inside libraries. The pair stands in for MNIST and notMNIST. Nothing of the
 * operating system's fonts is used, so every machine draws the same images.
 */
package io.lautum.data.glyphs;
