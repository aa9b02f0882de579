/**
 * Generated datasets that need no download. Input: a kind of glyph, two counts and a seed. Output:
 * 28x28 images in ten classes, either handwritten-looking digits from stroke skeletons or the
 * letters A to J from TrueType files inside libraries. The two kinds replace MNIST and notMNIST.
 * The operating system's fonts are not used, so every machine draws the same images.
 */
package io.lautum.data.glyphs;
