package io.lautum.training.finetune;

import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.training.checkpoint.CheckpointInput;
import io.lautum.training.checkpoint.CheckpointOutput;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The content of a fine-tuning's checkpoint, for tests of other packages. */
public final class FineTuneStates {
  private static final int STEPS = 9;

  private FineTuneStates() {}

  /** Returns a state with every kind of part, after a magic number. */
  public static byte[] bytes(int magic) throws IOException {
    StepHistory history = new StepHistory();
    for (int step = 1; step <= 3; step++) {
      history.add(new FinishedStep(step, 0.5, step == 2 ? Map.of() : Map.of("share", 0.25)));
    }
    FineTuneState state =
        new FineTuneState(
            new EngineState(new float[] {1, 2}, new float[] {3, 4, 5, 6}, new float[] {7, 8}, 3),
            State.averaged("term.mean", new double[] {0.5}),
            new long[] {9},
            new long[] {10, 11},
            new TreeMap<>(Map.of("averages", new float[] {12}, "seen", new float[] {13})),
            history);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CheckpointOutput out = new CheckpointOutput(new DataOutputStream(bytes));
    out.writeInt(magic);
    state.write(out);
    return bytes.toByteArray();
  }

  /** Reads what {@link #bytes} contains after the magic number. */
  public static Object read(CheckpointInput in) throws IOException {
    return FineTuneState.read(in, STEPS);
  }
}
