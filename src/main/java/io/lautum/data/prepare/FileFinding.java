package io.lautum.data.prepare;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;

/**
 * A fault or the warnings of an image file.
 *
 * @param id position of the file in its subset
 * @param text without the path
 */
@DefaultSerializer(JavaSerialization.class)
record FileFinding(long id, String path, String text) implements Serializable {}
