/** Arrays of images and labels in NumPy's archives. */
package io.lautum.data.read.npz;
