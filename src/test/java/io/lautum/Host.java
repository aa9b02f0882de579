package io.lautum;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where processes of a cluster run.
 *
 * @param address that they bind to
 * @param command what comes before the command of a process that is to run there
 */
record Host(String address, List<String> command) {
  static final Host LOOPBACK = new Host("127.0.0.1", List.of());

  /**
   * Starts a Java virtual machine of Spark's there.
   *
   * @param home what Spark takes for its installation
   * @param properties of the virtual machine
   * @param arguments main class, and its own arguments
   * @param log where standard output and standard error go
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
    java.addAll(List.of("-Xmx" + heap, "-Djava.awt.headless=true", "-cp", classPath));
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
                // Spark looks for a source tree where this is not set.
                "SPARK_SCALA_VERSION", "2.12",
                "OPENBLAS_CORETYPE", "Haswell",
                "OPENBLAS_NUM_THREADS", "1",
                "OMP_NUM_THREADS", "1"));
    return builder.start();
  }
}
