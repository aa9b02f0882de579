package io.lautum.data.encoder;

/**
 * An image of a dataset with its vector.
 *
 * @param id position in the order of the subset
 * @param path path relative to the dataset, or the subset and {@code id} if there is no file per
 *     image
 * @param label class index; -1 for a bad file
 * @param sha256 digest of the prepared image; null for a bad file
 * @param features the vector; null if it is known, or for a bad file
 * @param fault why the file has no usable image; null for the others
 */
record EncodedImage(
    long id, String path, int label, byte[] sha256, float[] features, String fault) {}
