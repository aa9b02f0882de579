package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the launcher with an installation of Spark that has nothing of this project except the files
 * that a job sends.
 */
class JobJarIT {
  @TempDir static Path folder;
  private static Path jobJar;
  private static Set<String> classes;

  @BeforeAll
  static void findJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> found = files.filter(f -> f.toString().endsWith("-job.jar")).toList();
      assertThat(found).as("mvn package creates it").hasSize(1);
      jobJar = found.get(0);
    }
    classes = classes(jobJar);
  }

  @Test
  void hasNeitherSparkNorNativeLibraries() {
    assertThat(classes).contains("io/lautum/cli/Main.class", "org/nd4j/linalg/factory/Nd4j.class");
    // One class of DL4J is in Spark's package.
    assertThat(classes)
        .noneMatch(name -> name.matches("org/apache/spark/(?!TaskContextHelper\\$?\\.class).*"));
    assertThat(classes).noneMatch(name -> name.startsWith("org/apache/hadoop/"));
    assertThat(classes).noneMatch(name -> name.startsWith("scala/"));
    try (JarFile jar = new JarFile(jobJar.toFile())) {
      // JNA contains small native dispatchers; ONNX Runtime is not in the folder of natives.
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.matches("(?!com/sun/jna/|ai/onnxruntime/native/linux-).*\\.so"))
          .noneMatch(name -> name.matches("ai/onnxruntime/native/(osx|win).*\\w"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** An installation of Spark has commons-compress 1.23, which hangs on a crafted tar archive. */
  @Test
  void readsArchivesWithItsOwnLibrary() throws IOException {
    assertThat(classes)
        .contains("io/lautum/shaded/commons/compress/archivers/tar/TarArchiveInputStream.class")
        .noneMatch(name -> name.matches("org/apache/commons/(compress|lang3|codec|io)/.*"));
    try (JarFile jar = new JarFile(jobJar.toFile())) {
      String reader = "io/lautum/data/file/TarContainer$EndAwareArchive.class";
      try (var in = jar.getInputStream(jar.getEntry(reader))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
            .contains("io/lautum/shaded/commons/compress/archivers/tar/TarArchiveInputStream")
            .doesNotContain("org/apache/commons/compress");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-job.jar", "[0-9].jar"})
  void hasLicenceAndNotices(String name) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("target"), "lautum*" + name)) {
      try (JarFile jar = new JarFile(found.iterator().next().toFile())) {
        assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
        assertThat(text(jar, "META-INF/NOTICE")).contains("lautum-spark", "JFreeChart", "DejaVu");
        assertThat(text(jar, "META-INF/licenses/LGPL-2.1.txt")).contains("LESSER GENERAL PUBLIC");
      }
    }
    assertThat(classes).noneMatch(type -> type.startsWith("org/jfree/svg/"));
  }

  private static String text(JarFile jar, String entry) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void runsOnExecutorsThatHaveOnlySpark() throws Exception {
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            Host.LOOPBACK,
            List.of(Host.LOOPBACK, Host.LOOPBACK),
            1,
            "1g",
            Map.of(),
            notIn(classes))) {
      install(cluster.home());
      Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
      Path log = folder.resolve("driver.log");
      Process driver =
          launch(
              cluster.home(),
              log,
              "--cluster=standalone",
              "--master=" + cluster.masterUrl(),
              "--driver-memory=1g",
              "--spark-conf=spark.executor.memory=512m",
              "--spark-conf=spark.driver.host=127.0.0.1",
              "--spark-conf=spark.ui.enabled=false",
              "run",
              experiment.toString(),
              "--methods=scratch,lautum",
              "-D",
              "export.onnx=true",
              "--workdir=" + folder.resolve("runs"));

      assertThat(driver.waitFor(8, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(driver.exitValue()).as(() -> WrittenFiles.text(log)).isZero();
      assertThat(WrittenFiles.text(log)).contains("pretrain lautum (onednn)");
      assertThat(folder.resolve("runs/small/report.html")).isNotEmptyFile();
      try (Stream<Path> models = Files.walk(folder.resolve("runs/small/finetune"))) {
        assertThat(models.map(Path::getFileName)).contains(Path.of("model.onnx"));
      }
    }
  }

  private static Predicate<Path> notIn(Set<String> classes) {
    return jar -> {
      try {
        Set<String> own = classes(jar);
        // Jars of native libraries and fonts have no classes and are not part of Spark either.
        return !own.isEmpty() && own.stream().noneMatch(classes::contains);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static Set<String> classes(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Set<String> names = new HashSet<>();
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF") && name.contains("/")) {
          names.add(name);
        }
      }
      return names;
    }
  }

  /**
   * Creates an installation whose script spark-submit works like Spark's, with Spark's own
   * launcher.
   */
  private static void install(Path sparkHome) throws IOException {
    try (Stream<Path> jars = Files.list(sparkHome.resolve("jars"))) {
      Path core =
          jars.filter(jar -> jar.toString().contains("spark-core_")).findAny().orElseThrow();
      // The links of the tests are numbered, but the files of an installation have their original
      // names.
      Files.createSymbolicLink(
          core.resolveSibling(core.getFileName().toString().replaceFirst("^\\d+-", "")),
          core.toRealPath());
    }
    Path script = Files.createDirectory(sparkHome.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        script,
        """
        #!/usr/bin/env bash
        export SPARK_HOME SPARK_SCALA_VERSION=2.12
        mapfile -d '' -t command < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" \\
          org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
        # An empty word and a line ending come first.
        exec "${command[1]#$'\n'}" "${command[@]:2}"
        """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Process launch(Path sparkHome, Path log, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of("submit/lautum"), Stream.of(arguments))
                    .collect(Collectors.toList()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }
}
