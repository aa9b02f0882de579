package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.pipeline.ml.TransferClassifierExample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' sessions may serialise with Kryo, which executors must be able to read. */
class KryoSessionIT {
  @TempDir Path folder;

  @Test
  void classifierOfSparkMlIsTheSameWithKryo() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      List<Row> expected = scores(cluster, JavaSerializer.class);
      assertThat(scores(cluster, KryoSerializer.class)).hasSize(400).isEqualTo(expected);
    }
  }

  /** Trains with a source in a session, and returns the predictions. */
  private List<Row> scores(StandaloneCluster cluster, Class<? extends Serializer> serializer)
      throws Exception {
    Path output = Files.createDirectory(folder.resolve(serializer.getSimpleName()));
    Path log = folder.resolve(serializer.getSimpleName() + ".log");
    assertThat(
            cluster.submit(
                TransferClassifierExample.class.getName(),
                List.of(
                    "--conf",
                    "spark.executor.cores=1",
                    // The number of workers is that of the executors when the training starts.
                    "--conf",
                    "spark.cores.max=2",
                    "--conf",
                    "spark.scheduler.minRegisteredResourcesRatio=1",
                    "--conf",
                    "spark.serializer=" + serializer.getName()),
                List.of(output.toString()),
                log))
        .as(() -> WrittenFiles.text(log))
        .isZero();
    return LocalSpark.session()
        .read()
        .parquet(output.resolve("scores").toString())
        .orderBy("id")
        .collectAsList();
  }
}
