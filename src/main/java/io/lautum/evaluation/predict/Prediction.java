package io.lautum.evaluation.predict;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;

/**
 * One scored image, or one that cannot be scored.
 *
 * @param path path of the image
 * @param scores the scores; null with an error
 * @param error why the image cannot be scored; otherwise null
 */
@DefaultSerializer(JavaSerialization.class)
record Prediction(String path, Scores scores, String error) implements Serializable {}
