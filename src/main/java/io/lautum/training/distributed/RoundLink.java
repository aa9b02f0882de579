package io.lautum.training.distributed;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/** A worker's connection to the exchange of its training. */
interface RoundLink {
  /** Returns what a worker has to do now. */
  Assignment next(int worker);

  /**
   * Delivers a worker's result of a round.
   *
   * @param iteration iteration of the state that the round started from
   */
  void deliver(int iteration, RoundMean result);

  /** A connection inside one process, which passes states and results by reference. */
  record Local(long training, LongFunction<RoundExchange> exchanges) implements RoundLink {
    @Override
    public Assignment next(int worker) {
      return exchanges.apply(training).next(worker);
    }

    @Override
    public void deliver(int iteration, RoundMean result) {
      exchanges.apply(training).deliver(iteration, result);
    }
  }

  /**
   * A connection between processes. Messages are bytes, because Spark's deserialiser of messages
   * does not know the classes of an application's jar.
   */
  record Remote(long training, PluginContext plugin) implements RoundLink {
    /**
     * @param iteration iteration of the state that the round started from
     * @param result null for a question
     */
    private record Message(long training, int worker, int iteration, RoundMean result)
        implements Serializable {}

    @Override
    public Assignment next(int worker) {
      return deserialized(ask(new Message(training, worker, 0, null)));
    }

    @Override
    public void deliver(int iteration, RoundMean result) {
      ask(new Message(training, result.firstWorker(), iteration, result));
    }

    private byte[] ask(Message message) {
      try {
        return (byte[]) plugin.ask(serialized(message));
      } catch (Exception e) {
        throw new IllegalStateException("the driver does not answer", e);
      }
    }

    /** Returns the driver's reply to a message. */
    static byte[] reply(byte[] bytes, LongFunction<RoundExchange> exchanges) {
      Message message = deserialized(bytes);
      RoundExchange exchange = exchanges.apply(message.training());
      if (message.result() == null) {
        return exchange.serializedNext(message.worker());
      }
      exchange.deliver(message.iteration(), message.result());
      return new byte[0];
    }

    static byte[] serialized(Serializable value) {
      ByteBuffer buffer = serializer().serialize(value, tag());
      if (buffer.hasArray()
          && buffer.arrayOffset() == 0
          && buffer.array().length == buffer.limit()) {
        return buffer.array();
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }

    private static <T> T deserialized(byte[] bytes) {
      return serializer()
          .deserialize(ByteBuffer.wrap(bytes), Remote.class.getClassLoader(), Remote.<T>tag());
    }

    private static SerializerInstance serializer() {
      return SparkEnv.get().closureSerializer().newInstance();
    }

    @SuppressWarnings("unchecked") // The serialiser does not use the tag.
    private static <T> ClassTag<T> tag() {
      return (ClassTag<T>) ClassTag.AnyRef();
    }
  }
}
