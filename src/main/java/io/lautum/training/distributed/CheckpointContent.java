package io.lautum.training.distributed;

import io.lautum.DataException;
import io.lautum.training.checkpoint.CheckpointInput;
import io.lautum.training.checkpoint.CheckpointOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The state of a distributed training in a checkpoint. */
final class CheckpointContent {
  private CheckpointContent() {}

  static void write(TrainingState state, CheckpointOutput out) throws IOException {
    out.writeInt(state.iteration());
    out.writeFloats(state.parameters());
    out.writeFloats(state.updater());
    out.writeVectors(state.averaged());
    out.writeInt(state.local().size());
    for (SortedMap<String, double[]> vectors : state.local()) {
      out.writeVectors(vectors);
    }
  }

  /**
   * @throws DataException if the lengths in the file do not fit its size
   */
  static TrainingState read(CheckpointInput in) throws IOException {
    int iteration = in.readInt();
    in.require(iteration >= 0, "an iteration of at least 0", iteration);
    float[] parameters = in.readFloats();
    float[] updater = in.readFloats();
    SortedMap<String, double[]> averaged = in.readVectors();
    List<SortedMap<String, double[]>> local = new ArrayList<>();
    for (int left = in.readCount("workers' vectors", Integer.BYTES); left > 0; left--) {
      local.add(in.readVectors());
    }
    return new TrainingState(parameters, updater, iteration, averaged, local);
  }
}
