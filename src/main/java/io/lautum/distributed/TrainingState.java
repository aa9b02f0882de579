package io.lautum.distributed;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;

/**
 * What a training round starts from, and all that a checkpoint has to hold.
 *
 * @param parameters of the network, in DL4J's flat order
 * @param updater state of the updater, in DL4J's flat order; empty for a stateless one and before
 *     the first round
 * @param iteration minibatches that each worker has seen
 * @param statistics the network's statistics: one vector that all workers share, or one for each;
 *     empty vectors before the first round
 */
public record TrainingState(
    float[] parameters, float[] updater, int iteration, double[][] statistics)
    implements Serializable {
  /** The state before the first round. */
  public static TrainingState initial(float[] parameters) {
    return new TrainingState(parameters, new float[0], 0, new double[1][0]);
  }

  private Object writeReplace() {
    return new Serialized(this);
  }

  /** How a state crosses to executors: a record's own serialisation cannot be changed. */
  private static final class Serialized implements Externalizable {
    private static final long serialVersionUID = 1L;

    private transient TrainingState state;

    /** For deserialisation. */
    public Serialized() {}

    private Serialized(TrainingState state) {
      this.state = state;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      FloatStream.write(state.parameters, out);
      FloatStream.write(state.updater, out);
      out.writeInt(state.iteration);
      out.writeObject(state.statistics);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
      state =
          new TrainingState(
              FloatStream.read(in),
              FloatStream.read(in),
              in.readInt(),
              (double[][]) in.readObject());
    }

    private Object readResolve() {
      return state;
    }
  }

  /** The statistics that this worker continues from. */
  double[] statisticsOf(int worker) {
    return statistics.length == 1 ? statistics[0] : statistics[worker];
  }
}
