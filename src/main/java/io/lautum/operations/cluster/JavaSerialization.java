package io.lautum.operations.cluster;

import com.esotericsoftware.kryo.serializers.JavaSerializer;

/**
 * What Kryo must use for objects that Spark sends, because the Spark session of a user may have
 * {@code spark.serializer} set to Kryo, which creates no records and ignores {@code writeObject}.
 * Classes whose objects are broadcast, shuffled, the data or the results of tasks name it in {@link
 * com.esotericsoftware.kryo.DefaultSerializer}. Without Kryo, it has no effect.
 */
public final class JavaSerialization extends JavaSerializer {}
