package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unpacks the distribution of {@code mvn package} elsewhere and uses it without Maven, without a
 * checkout and without writing to its folder.
 */
class DistIT {
  private static final int NOBODY = 65534;

  @TempDir static Path temp;
  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target/dist"))) {
      archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findAny().orElseThrow();
    }
    Path installed = Files.createDirectory(temp.resolve("R&D in stalled"));
    List<String> tar = List.of("tar", "-xzf", archive.toString(), "-C", installed.toString());
    Path log = temp.resolve("tar.log");
    Process process = new ProcessBuilder(tar).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    home = installed.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    assertThat(home).isDirectory();
    // Root may write to a folder without write permission, so the tests also compare its content.
    try (Stream<Path> all = Files.walk(home)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
      }
    }
  }

  @Test
  void containsWhatItsPagesNeed() {
    assertThat(home.resolve("README.md")).exists();
    assertThat(home.resolve("docs/gpu.md")).exists();
    assertThat(home.resolve("conf/glyphs.conf")).exists();
    assertThat(home.resolve("data-prep/fetch")).isExecutable();
    assertThat(home.resolve("submit/gpu-discovery.sh")).isExecutable();
    assertThat(home.resolve("submit/gpu-acceptance")).isExecutable();
    assertThat(home.resolve("pom.xml")).doesNotExist();
  }

  @Test
  void listsItsLibrariesWithTheirLicences() throws Exception {
    assertThat(home.resolve("LICENSE")).content().contains("Apache License");
    assertThat(home.resolve("NOTICE")).content().contains("JFreeChart");
    assertThat(home.resolve("THIRD-PARTY.txt"))
        .content()
        .contains("org.apache.spark:spark-core_2.12:", "jfreechart:1.5.6  GNU Lesser General");
    JsonNode bom = new ObjectMapper().readTree(home.resolve("bom.json").toFile());
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    int jars = Files.readString(home.resolve("lib/classpath.txt")).strip().split(":").length;
    assertThat(bom.path("components")).hasSize(jars);
    for (JsonNode component : bom.path("components")) {
      assertThat(component.at("/hashes/0/content").asText()).matches("[0-9a-f]{64}");
      assertThat(component.at("/licenses/0/license/name").asText()).isNotEmpty();
    }
    assertThat(bom.path("components").findValuesAsText("purl"))
        .anyMatch(purl -> purl.matches("pkg:maven/org.apache.commons/commons-compress@1.2[7-9].*"));
  }

  @ParameterizedTest
  @CsvSource({
    "GNU General Public Licence, 1",
    "AGPL v3, 1",
    "'', 1",
    "GPLv2 with Classpath exception, 0",
    "GNU Lesser General Public License, 0",
    "The Apache License, 0"
  })
  void libraryWithoutAnOpenLicenceEndsTheBuild(String licence, int exitCode) throws Exception {
    Path library = Files.createDirectories(temp.resolve("repository/org/some/library/1.0"));
    Files.writeString(
        library.resolve("library-1.0.pom"),
        "<project><groupId>org.some</groupId><licenses><license><name>%s</name></license></licenses></project>"
            .formatted(licence));
    Path jar = Files.write(library.resolve("library-1.0.jar"), new byte[1]);
    Path classPath = Files.writeString(temp.resolve("classpath"), jar.toString());
    Path log = temp.resolve("bom.log");
    Process process =
        new ProcessBuilder(
                Host.java(),
                "-cp",
                TestClassPath.matching(".*/jackson-(annotations|core|databind)-[0-9.]+jar"),
                "src/dist/BillOfMaterials.java",
                "1.0",
                classPath.toString(),
                temp.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(exitCode);
    assertThat(log).content().contains(exitCode == 0 ? "" : "org.some/library@1.0");
  }

  @Test
  void runsATinyExperimentFromAReadOnlyFolder() throws Exception {
    TreeMap<String, String> before = content();
    Path workdir = temp.resolve("runs");

    Outcome outcome = launch(home, List.of(), tinyExperiment(workdir));

    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    assertThat(workdir.resolve("glyphs/report.html")).isNotEmptyFile();
    assertThat(content()).isEqualTo(before);
    assertThat(temp.resolve("mvn-called")).doesNotExist();
  }

  /** Only root may become another account. */
  @Test
  void runsForAnotherAccountWithoutAHomeFolder() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "not root");
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(temp.resolve("own"));
    Files.setAttribute(own, "unix:uid", NOBODY);
    List<String> asNobody =
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "env",
            "-i",
            "PATH=" + temp.resolve("bin") + ":/usr/bin:/bin",
            "JAVA_HOME=" + System.getProperty("java.home"));

    Outcome outcome = launch(home, asNobody, tinyExperiment(own.resolve("runs")));

    assertThat(outcome.exitCode()).as(outcome.log()).isZero();
    Path report = own.resolve("runs/glyphs/report.html");
    assertThat(report).isNotEmptyFile();
    assertThat(Files.getAttribute(report, "unix:uid")).isEqualTo(NOBODY);
    assertThat(temp.resolve("mvn-called")).doesNotExist();
  }

  private static String[] tinyExperiment(Path workdir) {
    return new String[] {
      "run",
      home.resolve("conf/glyphs.conf").toString(),
      "--methods=scratch",
      "--workdir=" + workdir,
      "--driver-memory=1g",
      "--master=local[1]",
      "-Dsource.train-count=320",
      "-Dsource.test-count=60",
      "-Dtarget.train-count=240",
      "-Dtarget.test-count=50",
      "-Dprepare.labelled-fraction=0.25",
      "-Dprepare.components=8",
      "-Dnetwork.architecture=mlp",
      "-Dlabels=[10]",
      "-Ddraws=1",
      "-Dfinetune.steps=2"
    };
  }

  @Test
  void brokenDistributionIsNotBuilt() throws Exception {
    Path broken = Files.createDirectories(temp.resolve("broken/lib")).getParent();
    FolderCopy.make(home.resolve("submit"), broken.resolve("submit"));

    Outcome outcome = launch(broken, List.of(), "--help");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.log()).contains("unpack the distribution again");
    assertThat(temp.resolve("mvn-called")).doesNotExist();
  }

  /** Returns size and time of each file of the distribution. */
  private static TreeMap<String, String> content() throws IOException {
    TreeMap<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.toList()) {
        content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return content;
  }

  private record Outcome(int exitCode, String log) {}

  private static Outcome launch(Path folder, List<String> account, String... arguments)
      throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path mvn = bin.resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\ntouch '%s'\nexit 1\n".formatted(temp.resolve("mvn-called")));
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(account);
    command.add(folder.resolve("submit/lautum").toString());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(temp, "launch", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    // A file, so that no cache can be written either.
    builder.environment().put("XDG_CACHE_HOME", log.toString());
    int exitCode = Program.end(builder.start(), 8);
    return new Outcome(exitCode, Files.readString(log));
  }
}
