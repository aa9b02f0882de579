package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the project with empty jars, whose {@code submit/lautum} starts a Java that prints its
 * arguments.
 */
final class LauncherCopy {
  static final String JAR = "target/lautum-spark-0.1.0.jar";
  static final String JOB_JAR = "target/lautum-spark-0.1.0-job.jar";

  private final Path temp;
  private final Path home;
  private final Path jdk;

  LauncherCopy(Path temp) throws IOException {
    this.temp = temp;
    home = Files.createDirectory(temp.resolve("R&D project"));
    for (String part : List.of("submit", "conf")) {
      FolderCopy.make(Path.of(part), home.resolve(part));
    }
    Files.copy(Path.of("pom.xml"), home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectory(home.resolve("target"));
    Files.createFile(home.resolve(JAR));
    Files.createFile(home.resolve(JOB_JAR));
    Files.createDirectory(home.resolve("target/natives"));
    Files.createFile(home.resolve("target/natives/a.jar"));
    Files.createFile(home.resolve("target/natives/b.jar"));
    Files.writeString(home.resolve("target/classpath.txt"), classPath());
    // The jar and the class archive exist and are newer than their sources, so the launcher creates
    // neither.
    Files.createFile(home.resolve("target/lautum.jsa"));
    jdk = jdk("17.0.9");
  }

  Path home() {
    return home;
  }

  /** Creates an installation of Spark that prints the arguments of {@code spark-submit}. */
  Path installation() throws IOException {
    Path spark = temp.resolve("spark");
    Files.createDirectories(spark.resolve("bin"));
    Files.createDirectory(spark.resolve("jars"));
    Files.createFile(spark.resolve("jars/spark-core_2.12-3.5.1.jar"));
    script(spark.resolve("bin/spark-submit"), "printf '%s\\n' \"$@\"");
    return spark;
  }

  /** The end of the launcher, with the lines of standard output and standard error. */
  record Outcome(int exitCode, List<String> lines) {
    List<String> after(String line) {
      return lines.subList(lines.indexOf(line) + 1, lines.size());
    }
  }

  /** Runs the launcher to its end. */
  Outcome launch(String... arguments) throws Exception {
    return launch(Map.of(), arguments);
  }

  /** Runs the launcher with additional environment variables. */
  Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
    Path output = Files.createTempFile(temp, "output", "");
    Process process = start(output, environment, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(output));
  }

  /** Starts the launcher with additional environment variables, without those that are empty. */
  Process start(Path output, Map<String, String> environment, String... arguments)
      throws IOException {
    return builder(environment, arguments)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Returns a process of the launcher that is not started, as {@link #start} does. */
  ProcessBuilder builder(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("submit/lautum").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    List.of(
            "SPARK_HOME",
            "SPARK_LOCAL_IP",
            "SPARK_LOCAL_HOSTNAME",
            "KUBERNETES_SERVICE_HOST",
            "OPENBLAS_CORETYPE",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS")
        .forEach(builder.environment()::remove);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    return builder;
  }

  /** Creates a JDK of a version. */
  Path jdk(String version) throws IOException {
    Path folder = temp.resolve("jdk-" + version);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(
        folder.resolve("bin/java"),
        "echo \"environment: $OPENBLAS_CORETYPE $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS"
            + " ${SPARK_LOCAL_IP:-}\"; echo \"GPU priority: ${BACKEND_PRIORITY_GPU:-}\";"
            + " echo \"locale: ${LC_ALL:-}\"; printf"
            + " '%s\\n"
            + "' \"$@\"; exit 7");
    return folder;
  }

  static void script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static String classPath() {
    return String.join(
        ":",
        "/m/org/apache/spark/spark-core_2.12/3.5.7/spark-core_2.12-3.5.7.jar",
        "/m/com/google/guava/guava/16.0.1/guava-16.0.1.jar",
        "/m/org/nd4j/guava/1.0/guava-1.0.jar",
        "/m/info/picocli/picocli/4/picocli-4.jar");
  }
}
