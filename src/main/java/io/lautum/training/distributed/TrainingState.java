package io.lautum.training.distributed;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.lang3.ArrayUtils;

/**
 * The state at the start of a training round, and the content of a checkpoint.
 *
 * @param parameters parameters of the network, in DL4J's flat order
 * @param updater the optimiser's moments, followed by the averaged weights of a network that has
 *     them; empty if there is neither and before the first round
 * @param iteration number of minibatches that each worker has seen
 * @param averaged vectors that parts of the loss carry from step to step and that are averaged over
 *     workers, by name
 * @param local vectors that each worker keeps for itself, by worker; empty before the first round
 */
@DefaultSerializer(JavaSerialization.class)
public record TrainingState(
    float[] parameters,
    float[] updater,
    int iteration,
    SortedMap<String, double[]> averaged,
    List<SortedMap<String, double[]>> local)
    implements Serializable {
  /** Returns the state before the first round. */
  public static TrainingState initial(float[] parameters) {
    return new TrainingState(parameters, new float[0], 0, new TreeMap<>(), List.of());
  }

  private Object writeReplace() {
    return new Serialized(this);
  }

  /** The serialised form, which a record itself cannot define. */
  private static final class Serialized implements Externalizable {
    private static final long serialVersionUID = 1L;

    private transient TrainingState state;

    /** Needed for deserialisation. */
    public Serialized() {}

    private Serialized(TrainingState state) {
      this.state = state;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      FloatStream.write(state.parameters, out);
      FloatStream.write(state.updater, out);
      out.writeInt(state.iteration);
      out.writeObject(new TreeMap<>(state.averaged));
      out.writeObject(new ArrayList<>(state.local));
    }

    @Override
    @SuppressWarnings("unchecked") // Only writeExternal writes these streams.
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
      state =
          new TrainingState(
              FloatStream.read(in),
              FloatStream.read(in),
              in.readInt(),
              (SortedMap<String, double[]>) in.readObject(),
              (List<SortedMap<String, double[]>>) in.readObject());
    }

    private Object readResolve() {
      return state;
    }
  }

  /**
   * Returns the state of the updater after a worker's steps: both parts are means over time, and
   * their means over workers are those of a single training.
   */
  static float[] updater(EngineState engine) {
    return engine.shadow().length == 0
        ? engine.moments()
        : ArrayUtils.addAll(engine.moments(), engine.shadow());
  }

  /**
   * Returns the state that a worker's engine continues from.
   *
   * @param averagesWeights whether the network has averaged weights
   */
  EngineState engine(boolean averagesWeights) {
    if (!averagesWeights || updater.length == 0) {
      return new EngineState(parameters, updater, new float[0], iteration);
    }
    int moments = updater.length - parameters.length;
    return new EngineState(
        parameters,
        Arrays.copyOf(updater, moments),
        Arrays.copyOfRange(updater, moments, updater.length),
        iteration);
  }

  /**
   * Returns the weights of the model that training has reached: the averaged ones, if the network
   * has them.
   */
  float[] model(boolean averagesWeights) {
    float[] average = engine(averagesWeights).shadow();
    return average.length == 0 ? parameters : average;
  }

  /** Returns the vectors that a worker continues from. */
  State components(int worker) {
    return new State(averaged, local.isEmpty() ? new TreeMap<>() : local.get(worker));
  }
}
