package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class StandaloneClusterIT {
  @TempDir Path folder;

  @Test
  void runsJobsOnEveryWorkerAndReturnsTheirExitCodes() throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      assertThat(cluster.masterUrl()).matches("spark://127\\.0\\.0\\.1:\\d+");
      assertThat(cluster.state().path("workers")).hasSize(2);

      Path log = folder.resolve("sum.log");
      Path result = folder.resolve("result");
      assertThat(
              cluster.submit(
                  Sum.class.getName(),
                  List.of("--conf", "spark.executor.cores=1"),
                  List.of(result.toString(), "100"),
                  log))
          .as(() -> WrittenFiles.text(log))
          .isZero();
      assertThat(result).hasContent("5050 on 2 executors");

      Path failing = folder.resolve("failing.log");
      assertThat(cluster.submit(Exit.class.getName(), List.of(), List.of("3"), failing))
          .as(() -> WrittenFiles.text(failing))
          .isEqualTo(3);
    }
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList())
        .as("remaining processes")
        .isSubsetOf(before);
  }

  /** Sums 1 … n on executors and writes the sum with the number of executors that took part. */
  public static final class Sum {
    private Sum() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("sum"))) {
        // Without waiting, the first executor could finish all tasks before the second one
        // registers.
        while (spark.sc().statusTracker().getExecutorInfos().length < 3) {
          Thread.sleep(100);
        }
        List<Integer> numbers =
            IntStream.rangeClosed(1, Integer.parseInt(args[1]))
                .boxed()
                .collect(Collectors.toList());
        JavaRDD<Integer> distributed = spark.parallelize(numbers, 2);
        int sum = distributed.reduce(Integer::sum);
        Set<String> executors =
            Set.copyOf(
                distributed
                    .mapPartitions(part -> List.of(SparkEnv.get().executorId()).iterator())
                    .collect());
        Files.writeString(Path.of(args[0]), "%d on %d executors".formatted(sum, executors.size()));
      }
    }
  }

  /** Ends with the given exit code. */
  public static final class Exit {
    private Exit() {}

    public static void main(String[] args) {
      System.exit(Integer.parseInt(args[0]));
    }
  }
}
