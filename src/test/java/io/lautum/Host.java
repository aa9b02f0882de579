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
    java.add(ProcessHandle.current().info().command().orElse("java"));
    // Surefire passes Spark's --add-opens list to this process.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX:+Ignore"))
        .forEach(java::add);
    properties.forEach((key, value) -> java.add("-D%s=%s".formatted(key, value)));
    java.addAll(
        List.of(QUICK_COMPILER, "-Xmx" + heap, "-Djava.awt.headless=true", "-cp", classPath));
    java.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_LOCAL_IP", address,
                "SPARK_PUBLIC_DNS", address,
                // Without this setting Spark looks for a source tree.
                "SPARK_SCALA_VERSION", "2.12",
                "OPENBLAS_CORETYPE", "Haswell",
                "OPENBLAS_NUM_THREADS", "1",
                "OMP_NUM_THREADS", "1"));
    return builder.start();
  }
}
