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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code submit/lautum} in a copy of the project, with a Java that prints its arguments. */
class LauncherTest {
  private static final String JAR = "target/lautum-spark-0.1.0.jar";
  private static final String JOB_JAR = "target/lautum-spark-0.1.0-job.jar";

  @TempDir Path temp;
  private Path home;
  private Path jdk;

  @BeforeEach
  void copyProject() throws IOException {
    home = Files.createDirectory(temp.resolve("a project"));
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

  @Test
  void passesArgumentsUnchangedAndReturnsTheExitCode() throws Exception {
    Outcome outcome =
        launch("run", "an experiment.conf", "-D", "a.b=c d", "--workdir", "", "--resume");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.after(home.resolve(JAR).toString()))
        .containsExactly("run", "an experiment.conf", "-D", "a.b=c d", "--workdir", "", "--resume");
    assertThat(outcome.lines())
        .contains("org.apache.spark.deploy.SparkSubmit", "io.lautum.cli.Main")
        .contains("-Dlautum.home=" + home, "--add-opens=java.base/java.nio=ALL-UNNAMED")
        .contains("spark.ui.enabled=false", "local[*]")
        .contains("environment: Haswell 1 1 127.0.0.1");
  }

  @Test
  void laterFilesAndOptionsOverrideEarlierOnes() throws Exception {
    Outcome outcome =
        launch(
            "--cluster",
            "standalone",
            "run",
            "--cluster=gpu",
            "--master",
            "spark://m:1",
            "--spark-conf",
            "spark.x=a b");

    assertThat(outcome.after("--master")).startsWith("spark://m:1");
    assertThat(outcome.lines())
        .doesNotContain("spark://127.0.0.1:7077")
        .contains("spark.executor.resource.gpu.amount=1", "spark.executor.memory=2g", "spark.x=a b")
        .contains(
            "spark.executor.resource.gpu.discoveryScript=" + home + "/submit/gpu-discovery.sh")
        .contains("environment: Haswell 1 1 ");
    assertThat(outcome.after(home.resolve(JAR).toString())).containsExactly("run");
  }

  @Test
  void installationGetsTheJobJarAndNativeLibraries() throws Exception {
    Map<String, String> environment = Map.of("SPARK_HOME", installation().toString());
    String natives = home + "/target/natives/a.jar%s" + home + "/target/natives/b.jar";

    Outcome yarn = launch(environment, "--cluster", "yarn", "run", "x.conf");
    assertThat(yarn.after("--jars")).startsWith(natives.formatted(","));
    assertThat(yarn.after(home.resolve(JOB_JAR).toString())).containsExactly("run", "x.conf");

    Outcome local = launch(environment, "run");
    assertThat(local.after("--driver-class-path"))
        .startsWith(home.resolve(JOB_JAR) + ":" + natives.formatted(":"));
    assertThat(local.lines()).doesNotContain("--jars");

    Outcome stored = launch(environment, "--cluster", "yarn", "--natives", "hdfs:///n/", "run");
    assertThat(stored.after("--jars")).startsWith("hdfs:///n/*.jar");

    Outcome image = launch(environment, "--cluster", "yarn", "--natives", "local:///n", "run");
    assertThat(image.after("--driver-class-path"))
        .startsWith("/n/*", "--conf", "spark.executor.extraClassPath=/n/*");
    assertThat(image.lines()).doesNotContain("--jars");
  }

  private Path installation() throws IOException {
    Path spark = temp.resolve("spark");
    Files.createDirectories(spark.resolve("bin"));
    Files.createDirectory(spark.resolve("jars"));
    Files.createFile(spark.resolve("jars/spark-core_2.12-3.5.1.jar"));
    script(spark.resolve("bin/spark-submit"), "printf '%s\\n' \"$@\"");
    return spark;
  }

  /**
   * Checks the commands in docs/cluster.md, each of which follows the launcher's command that
   * prints it.
   */
  @Test
  void launcherPrintsTheDocumentedCommands() throws Exception {
    String document = Files.readString(Path.of("docs/cluster.md"));
    Map<String, String> environment = Map.of("SPARK_HOME", installation().toString());
    Matcher blocks =
        Pattern.compile(
                "```sh\\n# submit/lautum ([^\\n]* --print-command [^\\n]*)\\n(.*?)```",
                Pattern.DOTALL)
            .matcher(document);
    int count = 0;
    while (blocks.find()) {
      Outcome outcome = launch(environment, blocks.group(1).split(" "));
      assertThat(outcome.exitCode()).as(blocks.group(1)).isZero();
      assertThat(documented(String.join("\n", outcome.lines()) + "\n"))
          .isEqualTo(documented(blocks.group(2)));
      count++;
    }
    assertThat(count).as("local, standalone, YARN, Kubernetes").isEqualTo(4);
  }

  /** Replaces the parts that differ between machines: paths and shares of the memory. */
  private String documented(String command) {
    return command
        .replace(home.toString(), "/opt/lautum")
        .replace(temp.resolve("spark").toString(), "/opt/spark")
        // The path of the test contains spaces.
        .replace("'/opt/lautum", "/opt/lautum")
        .replaceAll("\\.jar'", ".jar")
        .replaceAll("/opt/lautum/target/natives/a\\.jar.\\S*b\\.jar", "NATIVES")
        .replaceAll("driver-memory \\d+m", "driver-memory …m")
        .replaceAll("(-Dorg.bytedeco.javacpp.max(physical)?bytes=)\\d+M", "$1…M")
        .replaceAll("MaxNewSize=\\d+m", "MaxNewSize=…m");
  }

  @Test
  void wrongJavaVersionIsRejectedByName() throws Exception {
    Outcome outcome = launch(Map.of("JAVA_HOME", jdk("25.0.1").toString()), "run");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines()).singleElement().asString().contains("is Java 25.0.1, but only 17");
  }

  @Test
  void wrongOptionsEndWithCode2AndTheAllowedValues() throws Exception {
    Outcome cluster = launch("--cluster", "moon", "run");
    assertThat(cluster.exitCode()).isEqualTo(2);
    assertThat(cluster.lines().get(0))
        .contains("moon", "gpu kubernetes local prometheus standalone yarn");
    assertThat(launch("--cluster", "gpu", "run").exitCode()).isEqualTo(2);
    assertThat(launch("--spark-conf", "x", "run").exitCode()).isEqualTo(2);
    assertThat(launch("--driver-memory", "much", "run").exitCode()).isEqualTo(2);
    assertThat(launch("run", "--master").exitCode()).isEqualTo(2);
  }

  @Test
  void helpNeedsNoSpark() throws Exception {
    Outcome outcome = launch("prepare", "--help");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.after("io.lautum.cli.Main")).startsWith("prepare", "--help");
    assertThat(outcome.lines()).doesNotContain("org.apache.spark.deploy.SparkSubmit");
    assertThat(outcome.lines()).anyMatch(line -> line.contains("--driver-memory SIZE"));
  }

  @Test
  void helpOfTheBuildNeedsNoJava() throws Exception {
    Path help = Files.createDirectory(home.resolve("target/help"));
    Files.writeString(help.resolve("lautum.txt"), "all commands\n\n");
    Files.writeString(help.resolve("run.txt"), "help of run\n  by line\n");
    for (String request : List.of("--help", "-h", "help")) {
      assertThat(launch(request).lines()).as(request).startsWith("all commands", "");
    }
    for (String request : List.of("run --help", "run -h", "help run")) {
      Outcome outcome = launch(request.split(" "));
      assertThat(outcome.exitCode()).as(request).isZero();
      assertThat(outcome.lines())
          .startsWith("help of run", "  by line", "", "Options of the launcher:")
          .noneMatch(line -> line.startsWith("environment: "));
    }
    for (String other : List.of("prepare --help", "run x --help", "../run --help", "help --help")) {
      Outcome outcome = launch(other.split(" "));
      assertThat(outcome.exitCode()).as(other).isEqualTo(7);
      assertThat(outcome.after("io.lautum.cli.Main")).startsWith(other.split(" "));
    }
  }

  @Test
  void driverWithoutAGpuSkipsTheCudaBackend() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Map<String, String> path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    script(bin.resolve("nvidia-smi"), "exit 9");
    assertThat(launch(path, "run").lines()).as("a build for CPUs").contains("GPU priority: ");

    Files.writeString(
        home.resolve("target/classpath.txt"),
        classPath() + ":/m/org/nd4j/nd4j-cuda-11.6/1/nd4j-cuda-11.6-1.jar");
    assertThat(launch(path, "run").lines()).contains("GPU priority: -1");
    script(bin.resolve("nvidia-smi"), "echo 'GPU 0: Tesla T4'");
    assertThat(launch(path, "run").lines()).contains("GPU priority: ");
  }

  @Test
  void failedBuildPrintsTheEndOfItsLog() throws Exception {
    Files.delete(home.resolve(JAR));
    Path bin = Files.createDirectory(temp.resolve("bin"));
    script(bin.resolve("mvn"), "echo 'no such symbol'; exit 1");

    Outcome outcome = launch(Map.of("PATH", bin + ":" + System.getenv("PATH")), "run");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines()).contains("no such symbol");
    assertThat(outcome.lines().get(outcome.lines().size() - 1))
        .contains(home.resolve("target/build.log").toString());
  }

  private record Outcome(int exitCode, List<String> lines) {
    List<String> after(String line) {
      return lines.subList(lines.indexOf(line) + 1, lines.size());
    }
  }

  private Outcome launch(String... arguments) throws Exception {
    return launch(Map.of(), arguments);
  }

  private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("submit/lautum").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(temp, "output", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    List.of(
            "SPARK_HOME",
            "SPARK_LOCAL_IP",
            "OPENBLAS_CORETYPE",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS")
        .forEach(builder.environment()::remove);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(output));
  }

  private Path jdk(String version) throws IOException {
    Path folder = temp.resolve("jdk-" + version);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(
        folder.resolve("bin/java"),
        "echo \"environment: $OPENBLAS_CORETYPE $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS"
            + " ${SPARK_LOCAL_IP:-}\"; echo \"GPU priority: ${BACKEND_PRIORITY_GPU:-}\"; printf"
            + " '%s\\n"
            + "' \"$@\"; exit 7");
    return folder;
  }

  private static void script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String classPath() {
    return String.join(
        ":",
        "/m/org/apache/spark/spark-core_2.12/3.5.7/spark-core_2.12-3.5.7.jar",
        "/m/com/google/guava/guava/16.0.1/guava-16.0.1.jar",
        "/m/org/nd4j/guava/1.0/guava-1.0.jar",
        "/m/info/picocli/picocli/4/picocli-4.jar");
  }
}
