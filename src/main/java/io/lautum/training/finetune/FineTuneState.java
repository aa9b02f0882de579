package io.lautum.training.finetune;

import io.lautum.Text;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.training.checkpoint.CheckpointInput;
import io.lautum.training.checkpoint.CheckpointOutput;
import java.io.IOException;
import java.util.SortedMap;

/**
 * Everything that the remaining steps of a fine-tuning depend on besides its configuration and
 * data.
 *
 * @param engine weights, moments, averaged weights and number of steps
 * @param components vectors of the term and of penalties
 * @param dropout position in dropout's random numbers
 * @param augmentations positions in the random numbers of augmentation and of strong augmentation
 * @param unlabelled vectors of the semi-supervision
 * @param history the finished steps
 */
record FineTuneState(
    EngineState engine,
    State components,
    long[] dropout,
    long[] augmentations,
    SortedMap<String, float[]> unlabelled,
    StepHistory history) {

  /** Writes the state to a checkpoint. */
  void write(CheckpointOutput out) throws IOException {
    out.writeInt(engine.steps());
    out.writeFloats(engine.weights());
    out.writeFloats(engine.moments());
    out.writeFloats(engine.shadow());
    out.writeVectors(components.averaged());
    out.writeVectors(components.local());
    out.writeLongs(dropout);
    out.writeLongs(augmentations);
    out.writeFloatVectors(unlabelled);
    out.writeVectors(history.vectors());
  }

  /**
   * Reads a state that {@link #write} wrote.
   *
   * @param steps number of steps of the whole training
   * @throws io.lautum.DataException if the file contains no such state
   */
  static FineTuneState read(CheckpointInput in, int steps) throws IOException {
    int taken = in.readInt();
    in.require(taken > 0 && taken < steps, Text.format("1 to %d steps", steps - 1), taken);
    return new FineTuneState(
        new EngineState(in.readFloats(), in.readFloats(), in.readFloats(), taken),
        new State(in.readVectors(), in.readVectors()),
        in.readLongs(),
        in.readLongs(),
        in.readFloatVectors(),
        StepHistory.of(in.readVectors()));
  }
}
