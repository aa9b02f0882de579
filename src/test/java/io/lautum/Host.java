package io.lautum;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A host for processes of a cluster.
 *
 * @param address address that the processes bind to
 * @param command prefix of commands that run on this host
 */
record Host(String address, List<String> command) {
  /** Halves the start of processes that end before the optimising compiler pays off. */
  static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  static final Host LOOPBACK = new Host("127.0.0.1", List.of());

  /**
   * Starts a Java virtual machine for Spark on this host.
   *
   * @param home folder that Spark uses as its installation
   * @param properties system properties of the virtual machine
   * @param arguments main class and its arguments
   * @param log file for standard output and standard error
   */
  Process java(
      Path home,
      Map<String, String> properties,
      String heap,
      String classPath,
      List<String> arguments,
      Path log)
      throws IOException {
    List<String> java = new ArrayList<>(command);
    java.add(java());
    java.addAll(passedOn("--add-opens.*|-XX:\\+Ignore.*"));
    java.addAll(ClassArchive.options());
    properties.forEach((key, value) -> java.add("-D%s=%s".formatted(key, value)));
    java.addAll(
        List.of(QUICK_COMPILER, "-Xmx" + heap, "-Djava.awt.headless=true", "-cp", classPath));
    java.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(log.toFile());
    environment(builder, home, address);
    return builder.start();
  }

  /** Returns the command that starts a Java virtual machine like this one. */
  static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  /**
   * Returns this virtual machine's options that match a pattern: Surefire passes Spark's list of
   * {@code --add-opens} and the settings of the numerical libraries to it.
   */
  static List<String> passedOn(String pattern) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.matches(pattern))
        .toList();
  }

  /** The environment of every process of Spark, wherever it runs. */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          // Without this setting Spark looks for a source tree.
          "SPARK_SCALA_VERSION", "2.12",
          "OPENBLAS_CORETYPE", "Haswell",
          "OPENBLAS_NUM_THREADS", "1",
          "OMP_NUM_THREADS", "1");

  /** Sets the environment of a process of Spark. */
  static void environment(ProcessBuilder builder, Path home, String address) {
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_LOCAL_IP", address,
                "SPARK_PUBLIC_DNS", address));
    builder.environment().putAll(ENVIRONMENT);
  }
}
