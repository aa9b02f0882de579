package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the Dockerfile for GPUs against the distribution that {@code src/dist/assemble} makes of
 * empty jars, without building an image.
 */
class GpuDockerfileTest {
  private static final String VERSION = "0.1.0";

  @TempDir private Path temp;
  private Path project;
  private List<String> instructions;

  @BeforeEach
  void assemble() throws Exception {
    instructions = Dockerfile.instructions("Dockerfile.gpu");
    project = Files.createDirectory(temp.resolve("project"));
    for (String file : List.of("src/dist/assemble", "pom.xml", "README.md", "LICENSE", "NOTICE")) {
      Files.createDirectories(project.resolve(file).getParent());
      Files.copy(Path.of(file), project.resolve(file));
    }
    run(temp, "cp -r '%s'/{conf,data-prep,docs,submit} '%s'".formatted(here(), project));
    run(
        project,
        """
        mkdir -p target/natives target/help repository
        touch target/lautum-spark-%1$s.jar target/lautum-spark-%1$s-job.jar
        touch target/natives/native.jar repository/native.jar repository/spark-core.jar
        printf '%%s' repository/native.jar:repository/spark-core.jar >target/classpath.txt
        src/dist/assemble %1$s @0
        """
            .formatted(VERSION));
  }

  @Test
  void copiedFilesAreInTheDistributionAndNotIgnored() throws Exception {
    List<String> allowed =
        Files.readAllLines(Manifests.FOLDER.resolve("Dockerfile.gpu.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied =
        copied().map(source -> source.replace("-" + VERSION + "/", "-*/")).toList();

    assertThat(copied).containsExactlyInAnyOrderElementsOf(allowed);
    for (String source : copied().toList()) {
      run(project, "ls -d " + source);
    }
  }

  /** Manifests and the launcher find the same paths as in the other image. */
  @Test
  void imageHasThePathsOfTheManifests() throws Exception {
    Path image = buildImage();
    Map<String, Object> application = Manifests.one("spark-application.yaml");
    String jar = (String) Manifests.at(application, "spec", "mainApplicationFile");
    Object script =
        Manifests.at(
            Manifests.one("gpu.yaml"),
            "spec",
            "sparkConf",
            "spark.executor.resource.gpu.discoveryScript");

    assertThat(image.resolve(jar.substring("local:///".length()))).isRegularFile();
    assertThat(image.resolve("opt/lautum/natives/native.jar")).isRegularFile();
    assertThat(image.resolve(((String) script).substring(1))).isExecutable();
    assertThat(image.resolve("opt/lautum/conf/glyphs.conf")).exists();
    assertThat(image.resolve("opt/lautum/lib/spark-core.jar")).doesNotExist();
    ExternalProgram.script(temp.resolve("spark/bin/spark-submit"), "printf '%s\\n' \"$@\"");
    Files.createDirectories(temp.resolve("spark/jars"));
    Files.createFile(temp.resolve("spark/jars/spark-core_2.12-3.5.7.jar"));

    String output =
        run(
            temp,
            "SPARK_HOME='%s' '%s' doctor"
                .formatted(temp.resolve("spark"), image.resolve("opt/lautum/submit/lautum")));

    assertThat(output).contains("lib/natives/native.jar").endsWith("-job.jar\ndoctor\n");
  }

  @Test
  void librariesThatTheEngineLoadsAreCopied() throws Exception {
    Path cuda = Files.createDirectories(temp.resolve("cuda"));
    Path system = Files.createDirectories(temp.resolve("system"));
    for (String name : List.of("cudart", "cublas", "cublasLt", "nvrtc", "nvrtc-builtins")) {
      Files.createFile(cuda.resolve("lib" + name + ".so.13.1.2"));
      Files.createSymbolicLink(
          cuda.resolve("lib" + name + ".so.13"), Path.of("lib" + name + ".so.13.1.2"));
    }
    String copy =
        of("RUN")
            .get(0)
            .substring("RUN ".length())
            .replace("/libraries", temp.resolve("libraries").toString())
            .replace("/usr/local/cuda/lib64", cuda.toString())
            .replace("/usr/lib/x86_64-linux-gnu", system.toString());

    Outcome incomplete = ExternalProgram.run(temp, Map.of(), List.of("sh", "-c", copy));
    assertThat(incomplete.exitCode()).isNotZero();
    assertThat(incomplete.out()).contains("the image of CUDA has no libcudnn");

    Files.createFile(system.resolve("libcudnn.so.9"));
    Files.createFile(system.resolve("libcudnn_ops.so.9"));
    run(temp, "rm -r '%s'; ".formatted(temp.resolve("libraries")) + copy);
    assertThat(temp.resolve("libraries").toFile().list())
        .contains("libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13", "libnvrtc.so.13")
        .contains("libnvrtc-builtins.so.13.1.2", "libcudnn.so.9", "libcudnn_ops.so.9");
  }

  @Test
  void restIsThatOfTheOtherImage() throws IOException {
    List<String> other = Dockerfile.instructions("Dockerfile");

    for (String keyword : List.of("FROM", "USER")) {
      assertThat(Dockerfile.last(instructions, keyword)).isEqualTo(Dockerfile.last(other, keyword));
    }
    assertThat(of("ENV")).contains(Dockerfile.of(other, "ENV").get(1));
    // A default would be a version that nobody has chosen for the driver at hand.
    assertThat(instructions).startsWith("ARG CUDA", "FROM ${CUDA} AS cuda");
  }

  /** Executes the commands that concern /opt/lautum, below a temporary folder. */
  private Path buildImage() throws Exception {
    Path image = Files.createDirectory(temp.resolve("image"));
    String folders =
        Arrays.stream(of("RUN").get(1).substring("RUN ".length()).split(" && "))
            .filter(command -> !command.contains("spark"))
            .reduce("true", (commands, command) -> commands + " && " + command)
            .replace(" /opt/", " " + image + "/opt/");
    run(temp, folders);
    for (String copy : of("COPY").stream().filter(line -> !line.contains("--from")).toList()) {
      String[] words = copy.replace("${VERSION}", VERSION).split("\\s+");
      String target = image + words[words.length - 1];
      List<String> sources = Arrays.asList(words).subList(1, words.length - 1);
      // Docker copies the content of a folder.
      run(
          project,
          target.endsWith("/")
              ? "cp %s '%s'".formatted(String.join(" ", sources), target)
              : "mkdir -p '%2$s' && cp -r %1$s/. '%2$s'".formatted(sources.get(0), target));
    }
    return image;
  }

  private Stream<String> copied() {
    return of("COPY").stream()
        .filter(line -> !line.contains("--from"))
        .map(line -> List.of(line.replace("${VERSION}", VERSION).split("\\s+")))
        .flatMap(words -> words.subList(1, words.size() - 1).stream());
  }

  private List<String> of(String keyword) {
    return Dockerfile.of(instructions, keyword);
  }

  private static String here() {
    return Path.of("").toAbsolutePath().toString();
  }

  private static String run(Path folder, String commands) throws Exception {
    Outcome outcome =
        ExternalProgram.run(
            folder, Map.of(), List.of("bash", "-ec", "cd '%s'; %s".formatted(folder, commands)));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }
}
