package io.lautum.training.finetune;

import io.lautum.network.engine.EngineChoices;
import io.lautum.operations.cluster.Slots;
import io.lautum.training.EngineChoicesFile;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.distributed.EngineChoicesJob;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** The choices that engines make for fine-tuning, one for all models in a folder. Thread-safe. */
public final class FineTuneChoicesJob {
  private final boolean onExecutors;
  private final Supplier<JavaSparkContext> spark;
  private final Map<Path, EngineChoices> byFolder = new ConcurrentHashMap<>();

  /**
   * @param onExecutors whether executors choose; otherwise the driver does
   */
  public FineTuneChoicesJob(boolean onExecutors, Supplier<JavaSparkContext> spark) {
    this.onExecutors = onExecutors;
    this.spark = spark;
  }

  /**
   * Lets engines choose for a network, or reads what they chose before; see {@link
   * EngineChoicesFile#complete}.
   */
  public void complete(EngineChoicesFile file, NetworkBlueprint network) throws IOException {
    byFolder.put(file.folder(), file.complete(network, false, this::choose).choices());
  }

  private EngineChoices choose(NetworkBlueprint network) {
    if (!onExecutors) {
      return network.choose();
    }
    int slots = Slots.await(spark.get(), 1, Duration.ZERO);
    return new EngineChoicesJob(spark.get(), slots).choose(network);
  }

  /** Returns the choices for a folder; none before {@link #complete}. */
  public EngineChoices of(Path folder) {
    return byFolder.getOrDefault(folder, EngineChoices.NONE);
  }
}
