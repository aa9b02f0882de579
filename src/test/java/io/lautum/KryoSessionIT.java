package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.pipeline.ml.TransferClassifierExample;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' sessions may have Kryo, by which executors then receive and return objects. */
class KryoSessionIT {
  @TempDir Path folder;

  /** The session of this test uses Java's serialisation. */
  @Test
  void classifierWithSourceTrainsAndPredictsTheSameAsWithoutKryo() throws Exception {
    Path log = folder.resolve("log");
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      List<String> settings =
          List.of(
              "--conf",
              "spark.serializer=" + KryoSerializer.class.getName(),
              "--conf",
              "spark.cores.max=2",
              // The number of workers is that of the executors when the training starts.
              "--conf",
              "spark.scheduler.minRegisteredResourcesRatio=1");
      assertThat(
              cluster.submit(
                  TransferClassifierExample.class.getName(),
                  settings,
                  List.of(folder.toString()),
                  log))
          .as(() -> WrittenFiles.text(log))
          .isZero();
    }
    TransferClassifierExampleIT.requireSamePredictions(folder);
  }
}
