package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the Dockerfile against the project and the cluster settings, without building an image.
 */
class DockerfileTest {
  private static final Pattern ENVIRONMENT = Pattern.compile("([A-Z_]+)=(\\S+)");

  private List<String> instructions;

  @BeforeEach
  void read() throws IOException {
    instructions = Dockerfile.instructions("Dockerfile");
  }

  @Test
  void copiedFilesAreInTheProjectAndNotIgnored() throws IOException {
    List<String> allowed =
        Files.readAllLines(Manifests.FOLDER.resolve("Dockerfile.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied = copied("");

    assertThat(copied).allSatisfy(source -> assertThat(Path.of(source)).exists());
    assertThat(allowed).containsExactlyInAnyOrderElementsOf(new TreeSet<>(copied));
  }

  @Test
  void buildStageCreatesTheJarsThatAreCopiedFromIt(@TempDir Path temp) throws Exception {
    // A stand-in for Maven that creates the files which `package` leaves in target.
    ExternalProgram.script(
        temp.resolve("bin/mvn"),
        """
        echo "$*" >>maven-arguments
        mkdir -p target/natives target/help
        touch target/classpath.txt target/lautum-spark-0.1.0{,-job}.jar
        """);
    String build = of("RUN").get(0).replaceFirst("RUN --mount=\\S+ ", "");
    String path = temp.resolve("bin") + ":" + System.getenv("PATH");

    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of("PATH", path, "MAVEN_PROFILES", "cuda", "S3A", "true"),
            List.of("sh", "-ec", "cd '%s' && %s".formatted(temp, build)));

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(of("FROM").get(0)).endsWith(" AS build");
    assertThat(of("WORKDIR").get(0)).isEqualTo("WORKDIR /build");
    assertThat(copied("--from=build"))
        .hasSize(3)
        .allSatisfy(
            source -> assertThat(temp.resolve(source.substring("/build/".length()))).isDirectory());
    assertThat(temp.resolve("lautum").toFile().list())
        .containsExactlyInAnyOrder(
            "lautum-spark-0.1.0.jar", "lautum-spark-0.1.0-job.jar", "classpath.txt", "help");
    assertThat(Files.readAllLines(temp.resolve("maven-arguments")))
        .containsExactly(
            "-B -q -DskipTests -Pcuda package",
            "-B -q -Pcuda dependency:copy-dependencies"
                + " -DincludeArtifactIds=hadoop-aws,aws-java-sdk-bundle -DoutputDirectory=s3a");
  }

  @Test
  void applicationUsesFilesOfTheImage() throws IOException {
    Map<String, Object> application = Manifests.one("spark-application.yaml");
    String version = property(Files.readString(Path.of("pom.xml")), "version");

    assertThat(of("COPY"))
        .contains("COPY --from=build /build/lautum /opt/lautum/target")
        .contains("COPY --from=build /build/target/natives /opt/lautum/natives");
    assertThat(Manifests.at(application, "spec", "mainApplicationFile"))
        .isEqualTo("local:///opt/lautum/target/lautum-spark-" + version + "-job.jar");
    for (String role : List.of("driver", "executor")) {
      assertThat(
              Manifests.at(application, "spec", "sparkConf", "spark." + role + ".extraClassPath"))
          .isEqualTo("/opt/lautum/natives/*");
      assertThat(Manifests.at(application, "spec", role, "podSecurityContext", "runAsUser"))
          .hasToString(last("USER"));
    }
  }

  @Test
  void launcherBuildsNothingInTheImage(@TempDir Path temp) throws Exception {
    // Creates the files of /opt/lautum with a pom.xml that is newer than the jars; the image's last
    // command must change that.
    Path home = temp.resolve("opt/lautum");
    Files.createDirectories(home.resolve("target"));
    for (String jar : List.of("lautum-spark-0.1.0.jar", "lautum-spark-0.1.0-job.jar")) {
      Files.createFile(home.resolve("target").resolve(jar));
    }
    Files.writeString(home.resolve("target/classpath.txt"), "/none.jar");
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("natives"));
    Files.createFile(home.resolve("natives/openblas.jar"));
    Files.createSymbolicLink(home.resolve("target/natives"), Path.of("../natives"));
    Files.createDirectories(home.resolve("conf/cluster"));
    Files.copy(Path.of("conf/cluster/local.conf"), home.resolve("conf/cluster/local.conf"));
    Files.createDirectories(home.resolve("submit"));
    for (String file :
        List.of("submit/lautum", "submit/environment.sh", "submit/memory.sh", "pom.xml")) {
      Files.copy(Path.of(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(9)));
    ExternalProgram.script(temp.resolve("opt/spark/bin/spark-submit"), "printf '%s\\n' \"$@\"");
    Files.createDirectories(temp.resolve("opt/spark/jars"));
    Files.createFile(temp.resolve("opt/spark/jars/spark-core_2.12-3.5.7.jar"));
    ExternalProgram.script(temp.resolve("jdk/bin/java"), "exit 9");
    Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    String touch = of("RUN").get(of("RUN").size() - 1).substring("RUN ".length());

    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of(
                "SPARK_HOME", temp.resolve("opt/spark").toString(),
                "JAVA_HOME", temp.resolve("jdk").toString()),
            List.of(
                "bash",
                "-ec",
                "%s; '%s' doctor"
                    .formatted(
                        touch.replace("/opt/lautum", home.toString()),
                        home.resolve("submit/lautum"))));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("target/natives/openblas.jar", "target/lautum-spark-0.1.0-job.jar\ndoctor\n");
  }

  @Test
  void environmentMatchesTheClusterFile() throws IOException {
    Map<String, String> image = new TreeMap<>();
    for (String instruction : of("ENV")) {
      Matcher variable = ENVIRONMENT.matcher(instruction);
      while (variable.find()) {
        image.put(variable.group(1), variable.group(2));
      }
    }
    Map<String, String> executors = new TreeMap<>();
    SparkApplicationTest.cluster("kubernetes")
        .forEach(
            (key, value) -> {
              if (key.startsWith("spark.executorEnv.")) {
                executors.put(key.substring("spark.executorEnv.".length()), value);
              }
            });

    assertThat(executors).containsKey("OPENBLAS_CORETYPE");
    assertThat(image).containsAllEntriesOf(executors);
  }

  @Test
  void sparkAndJavaMatchTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String spark = property(pom, "spark.version");
    String image =
        "apache/spark:%s-scala%s-java%s-ubuntu"
            .formatted(
                spark, property(pom, "scala.binary"), property(pom, "maven.compiler.release"));

    assertThat(last("FROM")).isEqualTo(image);
    assertThat(Manifests.at(Manifests.one("spark-application.yaml"), "spec", "sparkVersion"))
        .isEqualTo(spark);
    assertThat(Manifests.at(Manifests.one("spark-application.yaml"), "spec", "image"))
        .isEqualTo("lautum-spark:" + property(pom, "version"));
  }

  @Test
  void userIsNotRootAndHasAWritableHome() {
    assertThat(last("USER")).matches("[1-9]\\d*");
    assertThat(String.join("\n", of("RUN")))
        .contains("usermod --home /home/spark spark", "install -d -o spark -g spark /home/spark");
  }

  /** Returns the sources of the COPY instructions with this option, or without any option. */
  private List<String> copied(String option) {
    return of("COPY").stream()
        .map(line -> List.of(line.split("\\s+")))
        .filter(words -> words.contains(option) || option.isEmpty() && words.size() == 3)
        .map(words -> words.get(words.size() - 2))
        .toList();
  }

  private List<String> of(String keyword) {
    return Dockerfile.of(instructions, keyword);
  }

  private String last(String keyword) {
    return Dockerfile.last(instructions, keyword);
  }

  private static String property(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(pom);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }
}
