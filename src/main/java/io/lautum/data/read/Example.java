package io.lautum.data.read;

import java.io.Serializable;

/**
 * One labelled image of a dataset.
 *
 * @param id position in the order of the subset, from 0; unique within the subset
 * @param label class index in [0, classes)
 * @param pixels unsigned bytes, channels x height x width, row-major
 */
public record Example(long id, int label, byte[] pixels) implements Serializable {}
