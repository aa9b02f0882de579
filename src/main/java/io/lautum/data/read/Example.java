package io.lautum.data.read;

import java.io.Serializable;

/**
 * One labelled image as it was read.
 *
 * @param id position in the subset's own order, from 0; unique in its subset
 * @param label class index in [0, classes)
 * @param pixels unsigned bytes, channels x height x width, row-major
 */
public record Example(long id, int label, byte[] pixels) implements Serializable {}
