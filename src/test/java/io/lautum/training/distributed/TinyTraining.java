package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalFiles;
import io.lautum.LocalSpark;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on {@link TinyShards} in a temporary folder, with parameter averaging. */
public abstract class TinyTraining {
  protected static final TrainingListener SILENT = round -> {};

  @TempDir protected java.nio.file.Path temporary;

  protected static Optimizer sgd(double rate) {
    return new Optimizer.Sgd(new LearningRate.Constant(rate), 0, false, 0);
  }

  protected TinyShards shards(int workers) throws IOException {
    return TinyShards.write(new Path(temporary.resolve("shards").toUri()), workers);
  }

  ParameterAveragingTrainer trainer(int checkpointEvery) {
    return new ParameterAveragingTrainer(LocalSpark.context(), checkpoints(checkpointEvery));
  }

  Checkpoints checkpoints(int every) {
    return new Checkpoints(
        LocalFiles.open(), new Path(temporary.resolve("checkpoint").toUri()), every, 2);
  }

  /**
   * Trains with a checkpoint every second round until an exception after the fourth, and returns
   * the last checkpoint.
   */
  TrainingState checkpointOfKilledRun(TrainingPlan plan) throws IOException {
    TrainingListener killer =
        round -> {
          if (round.round() == 4) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(() -> trainer(2).train(plan, TinyShards.start(plan), killer))
        .hasMessage("killed");
    return checkpoints(2).latest().orElseThrow();
  }
}
