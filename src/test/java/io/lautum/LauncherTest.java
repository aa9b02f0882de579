package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LauncherCopy.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code submit/lautum} in a copy of the project, with a Java that prints its arguments. */
class LauncherTest {

  @TempDir Path temp;
  private LauncherCopy copy;

  @BeforeEach
  void copyProject() throws IOException {
    copy = new LauncherCopy(temp);
  }

  @Test
  void passesArgumentsUnchangedAndReturnsTheExitCode() throws Exception {
    Outcome outcome =
        copy.launch("run", "an experiment.conf", "-D", "a.b=c d", "--workdir", "", "--resume");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.after(copy.home().resolve(LauncherCopy.JAR).toString()))
        .containsExactly("run", "an experiment.conf", "-D", "a.b=c d", "--workdir", "", "--resume");
    assertThat(outcome.lines())
        .contains("org.apache.spark.deploy.SparkSubmit", "io.lautum.cli.Main")
        .contains("-Dlautum.home=" + copy.home(), "--add-opens=java.base/java.nio=ALL-UNNAMED")
        .contains("spark.ui.enabled=false", "local[*]")
        .contains("environment: Haswell 1 1 127.0.0.1");
  }

  @Test
  void laterFilesAndOptionsOverrideEarlierOnes() throws Exception {
    Outcome outcome =
        copy.launch(
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
            "spark.executor.resource.gpu.discoveryScript="
                + copy.home()
                + "/submit/gpu-discovery.sh")
        .contains("environment: Haswell 1 1 ");
    assertThat(outcome.after(copy.home().resolve(LauncherCopy.JAR).toString()))
        .containsExactly("run");
  }

  @Test
  void installationGetsTheJobJarAndNativeLibraries() throws Exception {
    Map<String, String> environment = Map.of("SPARK_HOME", copy.installation().toString());
    String natives =
        copy.home() + "/target/natives/a.jar%s" + copy.home() + "/target/natives/b.jar";

    Outcome yarn = copy.launch(environment, "--cluster", "yarn", "run", "x.conf");
    assertThat(yarn.after("--jars")).startsWith(natives.formatted(","));
    assertThat(yarn.after(copy.home().resolve(LauncherCopy.JOB_JAR).toString()))
        .containsExactly("run", "x.conf");

    Outcome local = copy.launch(environment, "run");
    assertThat(local.after("--driver-class-path"))
        .startsWith(copy.home().resolve(LauncherCopy.JOB_JAR) + ":" + natives.formatted(":"));
    assertThat(local.lines()).doesNotContain("--jars");

    Outcome stored =
        copy.launch(environment, "--cluster", "yarn", "--natives", "hdfs:///n/", "run");
    assertThat(stored.after("--jars")).startsWith("hdfs:///n/*.jar");

    Outcome image = copy.launch(environment, "--cluster", "yarn", "--natives", "local:///n", "run");
    assertThat(image.after("--driver-class-path"))
        .startsWith("/n/*", "--conf", "spark.executor.extraClassPath=/n/*");
    assertThat(image.lines()).doesNotContain("--jars");
  }

  /**
   * Checks the commands in docs/cluster.md, each of which follows the launcher's command that
   * prints it.
   */
  @Test
  void launcherPrintsTheDocumentedCommands() throws Exception {
    String document = Files.readString(Path.of("docs/cluster.md"));
    Map<String, String> environment = Map.of("SPARK_HOME", copy.installation().toString());
    Matcher blocks =
        Pattern.compile(
                "```sh\\n# submit/lautum ([^\\n]* --print-command [^\\n]*)\\n(.*?)```",
                Pattern.DOTALL)
            .matcher(document);
    int count = 0;
    while (blocks.find()) {
      Outcome outcome = copy.launch(environment, blocks.group(1).split(" "));
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
        .replace(copy.home().toString(), "/opt/lautum")
        .replace(copy.home().toUri().getRawPath().replaceAll("/$", ""), "/opt/lautum")
        .replace(temp.resolve("spark").toString(), "/opt/spark")
        // The path of the test contains a space and an ampersand.
        .replace("'/opt/lautum", "/opt/lautum")
        .replaceAll("'(spark\\.\\S*/opt/lautum\\S*)'", "$1")
        .replaceAll("\\.jar'", ".jar")
        .replaceAll("/opt/lautum/target/natives/a\\.jar.\\S*b\\.jar", "NATIVES")
        .replaceAll("driver-memory \\d+m", "driver-memory …m")
        .replaceAll("(-Dorg.bytedeco.javacpp.max(physical)?bytes=)\\d+M", "$1…M")
        .replaceAll("MaxNewSize=\\d+m", "MaxNewSize=…m");
  }

  @Test
  void wrongJavaVersionIsRejectedByName() throws Exception {
    Outcome outcome = copy.launch(Map.of("JAVA_HOME", copy.jdk("25.0.1").toString()), "run");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines()).singleElement().asString().contains("is Java 25.0.1, but only 17");
  }

  @Test
  void wrongOptionsEndWithCode2AndTheAllowedValues() throws Exception {
    Outcome cluster = copy.launch("--cluster", "moon", "run");
    assertThat(cluster.exitCode()).isEqualTo(2);
    assertThat(cluster.lines().get(0))
        .contains("moon", "gpu kubernetes local prometheus standalone yarn");
    assertThat(copy.launch("--cluster", "gpu", "run").exitCode()).isEqualTo(2);
    assertThat(copy.launch("--spark-conf", "x", "run").exitCode()).isEqualTo(2);
    for (String memory : List.of("much", "1", "31m", "", "9999999999999t")) {
      Outcome outcome = copy.launch("--driver-memory", memory, "run");
      assertThat(outcome.exitCode()).as(memory).isEqualTo(2);
      assertThat(outcome.lines()).singleElement().asString().contains("'" + memory + "'", "32m");
    }
    for (String master : List.of("local[x]", "local[0]", "local[2", "m:7077")) {
      Outcome outcome = copy.launch("run", "--master", master);
      assertThat(outcome.exitCode()).as(master).isEqualTo(2);
      assertThat(outcome.lines()).singleElement().asString().contains("'" + master + "'");
    }
    assertThat(copy.launch("run", "--master", "local[2,3]").after("--master"))
        .startsWith("local[2,3]");
    assertThat(copy.launch("run", "--master").exitCode()).isEqualTo(2);
  }

  @Test
  void helpNeedsNoSpark() throws Exception {
    Outcome outcome = copy.launch("prepare", "--help");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.after("io.lautum.cli.Main")).startsWith("prepare", "--help");
    assertThat(outcome.lines()).doesNotContain("org.apache.spark.deploy.SparkSubmit");
    assertThat(outcome.lines()).anyMatch(line -> line.contains("--driver-memory SIZE"));
  }

  @Test
  void helpOfTheBuildNeedsNoJava() throws Exception {
    Path help = Files.createDirectory(copy.home().resolve("target/help"));
    Files.writeString(help.resolve("lautum.txt"), "all commands\n\n");
    Files.writeString(help.resolve("run.txt"), "help of run\n  by line\n");
    for (String request : List.of("--help", "-h", "help")) {
      assertThat(copy.launch(request).lines()).as(request).startsWith("all commands", "");
    }
    for (String request : List.of("run --help", "run -h", "help run")) {
      Outcome outcome = copy.launch(request.split(" "));
      assertThat(outcome.exitCode()).as(request).isZero();
      assertThat(outcome.lines())
          .startsWith("help of run", "  by line", "", "Options of the launcher:")
          .noneMatch(line -> line.startsWith("environment: "));
    }
    for (String other : List.of("prepare --help", "run x --help", "../run --help", "help --help")) {
      Outcome outcome = copy.launch(other.split(" "));
      assertThat(outcome.exitCode()).as(other).isEqualTo(7);
      assertThat(outcome.after("io.lautum.cli.Main")).startsWith(other.split(" "));
    }
  }

  @Test
  void driverWithoutAGpuSkipsTheCudaBackend() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Map<String, String> path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    LauncherCopy.script(bin.resolve("nvidia-smi"), "exit 9");
    assertThat(copy.launch(path, "run").lines()).as("a build for CPUs").contains("GPU priority: ");

    Files.writeString(
        copy.home().resolve("target/classpath.txt"),
        LauncherCopy.classPath() + ":/m/org/nd4j/nd4j-cuda-11.6/1/nd4j-cuda-11.6-1.jar");
    assertThat(copy.launch(path, "run").lines()).contains("GPU priority: -1");
    LauncherCopy.script(bin.resolve("nvidia-smi"), "echo 'GPU 0: Tesla T4'");
    assertThat(copy.launch(path, "run").lines()).contains("GPU priority: ");
  }

  @Test
  void failedBuildPrintsTheEndOfItsLog() throws Exception {
    Files.delete(copy.home().resolve(LauncherCopy.JAR));
    Path bin = Files.createDirectory(temp.resolve("bin"));
    LauncherCopy.script(bin.resolve("mvn"), "echo 'no such symbol'; exit 1");

    Outcome outcome = copy.launch(Map.of("PATH", bin + ":" + System.getenv("PATH")), "run");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines()).contains("no such symbol");
    assertThat(outcome.lines().get(outcome.lines().size() - 1))
        .contains(copy.home().resolve("target/build.log").toString());
  }
}
