package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LauncherCopy.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks what {@code submit/lautum} passes to Spark for drivers in containers. */
class ContainerLauncherTest {
  private static final String DEPLOY_MODE = "spark.submit.deployMode=cluster";

  @TempDir Path temp;
  private LauncherCopy copy;

  @BeforeEach
  void copyProject() throws IOException {
    copy = new LauncherCopy(temp);
  }

  /** A container has its own limit, and its image has the jars. */
  @Test
  void clusterModeSizesTheContainerOfTheDriver() throws Exception {
    Map<String, String> environment = Map.of("SPARK_HOME", copy.installation().toString());
    List<String> cluster = List.of("--cluster", "yarn", "--spark-conf", DEPLOY_MODE);

    Outcome usual = copy.launch(environment, with(cluster, "run"));
    assertThat(usual.after("--driver-memory")).startsWith("4096m");
    assertThat(usual.lines())
        .contains("spark.driver.memoryOverhead=4g")
        .contains("spark.yarn.appMasterEnv.OPENBLAS_CORETYPE=Haswell")
        .anyMatch(line -> line.contains("\"-Dorg.bytedeco.javacpp.maxbytes=3072M\""))
        .anyMatch(line -> line.contains("\"-Dorg.bytedeco.javacpp.maxphysicalbytes=7864M\""));

    Outcome chosen =
        copy.launch(
            environment,
            with(
                cluster,
                "--driver-memory=1g",
                "--spark-conf=spark.driver.memoryOverhead=2000",
                "run"));
    assertThat(chosen.after("--driver-memory")).startsWith("1024m");
    assertThat(chosen.lines())
        .contains("spark.driver.memoryOverhead=2000")
        .doesNotContain("spark.driver.memoryOverhead=4g")
        .anyMatch(line -> line.contains("\"-Dorg.bytedeco.javacpp.maxbytes=1500M\""))
        .anyMatch(line -> line.contains("\"-Dorg.bytedeco.javacpp.maxphysicalbytes=2903M\""));

    Outcome wrong =
        copy.launch(
            environment, with(cluster, "--spark-conf=spark.driver.memoryOverhead=1.5g", "run"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.lines()).singleElement().asString().contains("'1.5g', but must be like 4g");
  }

  @Test
  void driverOfKubernetesNeedsAJarThatItsPodCanRead() throws Exception {
    Map<String, String> environment = Map.of("SPARK_HOME", copy.installation().toString());
    List<String> cluster =
        List.of("--cluster=kubernetes", "--master=k8s://https://h", "--spark-conf", DEPLOY_MODE);

    Outcome none = copy.launch(environment, with(cluster, "run"));
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.lines()).singleElement().asString().contains("--natives local:///FOLDER");

    String upload = "--spark-conf=spark.kubernetes.file.upload.path=s3a://b/up";
    assertThat(copy.launch(environment, with(cluster, upload, "run")).after("io.lautum.cli.Main"))
        .containsExactly(copy.home().resolve(LauncherCopy.JOB_JAR).toString(), "run");
    assertThat(
            copy.launch(environment, with(cluster, "--natives=local:///n", "run"))
                .after("io.lautum.cli.Main"))
        .containsExactly(
            "local://" + copy.home().resolve(LauncherCopy.JOB_JAR).toUri().getRawPath(), "run");
  }

  /** Pods know each other by address. */
  @Test
  void driverInAPodTellsExecutorsItsAddress() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    LauncherCopy.script(bin.resolve("hostname"), "[[ $1 == -i ]] && echo '10.1.2.3 fd00::7'");
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            copy.installation().toString(),
            "KUBERNETES_SERVICE_HOST",
            "10.0.0.1",
            "PATH",
            bin + ":" + System.getenv("PATH"));
    String[] command = {"--cluster=kubernetes", "--master=k8s://h", "--print-command", "run"};

    assertThat(copy.launch(environment, command).lines().get(0))
        .contains(" SPARK_LOCAL_HOSTNAME=10.1.2.3 ");
    command[1] = "--master=yarn";
    assertThat(copy.launch(environment, command).lines().get(0))
        .doesNotContain("SPARK_LOCAL_HOSTNAME");
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
