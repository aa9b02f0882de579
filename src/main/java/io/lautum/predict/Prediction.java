package io.lautum.predict;

import java.io.Serializable;

/**
 * One scored image.
 *
 * @param path of the image
 * @param label index of the most probable class
 * @param probabilities of every class
 */
record Prediction(String path, int label, float[] probabilities) implements Serializable {}
