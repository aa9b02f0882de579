package io.lautum.data.prepare;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;

/** A value of an interface, to be broadcast. */
@DefaultSerializer(JavaSerialization.class)
record Sent<T>(T value) implements Serializable {}
