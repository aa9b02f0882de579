package io.lautum.data.prepare;

import io.lautum.IdxFixture;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Base of experiments on generated IDX files whose labels a test may change. */
abstract class LeakageExperiment {
  static final int LABELS = 6;

  @TempDir Path folder;
  final IdxFixture target = new IdxFixture(150, 42, 2);

  /** Prepares a separate experiment in folder {@code name} from the present target files. */
  Prepared prepare(String name) throws IOException {
    return Prepared.run(folder.resolve(name), config(name));
  }

  ExperimentConfig config(String name, String... overrides) throws IOException {
    Path work = folder.resolve(name);
    String[] small = {
      "network.architecture=mlp",
      "pretrain.epochs=1",
      "pretrain.batch-size=8",
      "pretrain.averaging-interval=2",
      "pretrain.lautum.start-iteration=2",
      "finetune.steps=5",
      "labels=[%d]".formatted(LABELS),
      "draws=1"
    };
    return Prepared.idx(
        work,
        new IdxFixture(91, 47, 1).write(folder.resolve("source")),
        Files.exists(work.resolve("target"))
            ? work.resolve("target")
            : target.write(work.resolve("target")),
        Stream.concat(Arrays.stream(small), Arrays.stream(overrides)).toArray(String[]::new));
  }

  /** Moves every test label to the next class. */
  void rotateTestLabels() {
    byte[] labels = target.testLabels();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) ((labels[i] + 1) % IdxFixture.CLASSES);
    }
  }
}
