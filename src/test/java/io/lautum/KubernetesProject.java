package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the project with an installation of Spark whose {@code spark-submit} is Spark's main
 * class with the class path of the test, which has the content of the empty jars.
 */
final class KubernetesProject {
  private static final int MINUTES = 3;

  private static final List<String> OPTIONS =
      List.of(
          "--natives",
          "local:///opt/lautum/natives",
          "--spark-conf",
          "spark.kubernetes.container.image=IMAGE",
          "--cluster",
          "kubernetes",
          "--cluster",
          "gpu");

  private final Path folder;
  private final Path home;
  private final Path spark;

  /** The end of a program, with standard output and standard error. */
  record Outcome(int exitCode, String log) {}

  KubernetesProject(Path folder) throws IOException {
    this.folder = folder;
    home = new LauncherCopy(folder).home();
    spark = folder.resolve("spark");
    Files.createDirectories(spark.resolve("jars"));
    Files.createFile(spark.resolve("jars/spark-core_2.12-3.5.7.jar"));
    List<String> java = new ArrayList<>(List.of("exec", Host.java()));
    java.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    java.addAll(ClassArchive.options());
    java.addAll(List.of(Host.QUICK_COMPILER, "-Xmx1g", "-cp", TestClassPath.withoutMiniCluster()));
    java.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "\"$@\""));
    ExternalProgram.script(spark.resolve("bin/spark-submit"), String.join(" ", java));
  }

  /** Returns the documented options of the launcher for executors with GPUs. */
  static List<String> options(KubernetesApi api) {
    List<String> arguments = new ArrayList<>(OPTIONS);
    arguments.addAll(List.of("--master", api.master()));
    return arguments;
  }

  Path jobJar() {
    return home.resolve(LauncherCopy.JOB_JAR);
  }

  /** Runs {@code submit/lautum}. */
  Outcome launch(Map<String, String> environment, List<String> arguments) throws Exception {
    return run(environment, home.resolve("submit/lautum"), arguments);
  }

  /** Runs {@code spark-submit}. */
  Outcome submit(List<String> arguments) throws Exception {
    return run(Map.of(), spark.resolve("bin/spark-submit"), arguments);
  }

  private Outcome run(Map<String, String> environment, Path program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Path log = Files.createTempFile(folder, "log", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Host.environment(builder, spark, "127.0.0.1");
    // As in a pod, where Spark chooses the address.
    builder.environment().keySet().removeAll(List.of("SPARK_LOCAL_IP", "SPARK_PUBLIC_DNS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Otherwise the client would read the settings of the account that runs the tests.
    builder.environment().put("KUBECONFIG", folder.resolve("none").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
          .as(() -> WrittenFiles.text(log))
          .isTrue();
      return new Outcome(process.exitValue(), Files.readString(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
