package io.lautum;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of loaded and verified classes (CDS), with which the virtual machines that tests start
 * need about a fifth less processor time. The virtual machine ignores an archive of another class
 * path.
 */
final class ClassArchive {
  private static final Path FOLDER = Path.of("target", "test-cds").toAbsolutePath();
  private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");

  private static final List<String> OPTIONS = create();

  private ClassArchive() {}

  /**
   * Returns the options of a virtual machine that uses the archive; none if there is no archive.
   */
  static List<String> options() {
    return OPTIONS;
  }

  private static List<String> create() {
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel channel =
          FileChannel.open(
              FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Test classes run in several virtual machines at the same time; the end of the block
        // unlocks.
        channel.lock();
        if (!isCurrent()) {
          runAndArchive();
        }
      }
      if (Files.size(ARCHIVE) == 0) {
        System.out.println("no archive of classes: processes start more slowly; see " + FOLDER);
        return List.of();
      }
      // Messages about another class path must not be on standard output, which tests compare.
      return List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:disable", "-Xlog:all=error:stderr");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCurrent() throws IOException {
    if (!Files.exists(ARCHIVE)) {
      return false;
    }
    FileTime archived = Files.getLastModifiedTime(ARCHIVE);
    for (String jar : TestClassPath.shared().split(File.pathSeparator)) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(archived) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Archives the classes that a small experiment loads; an empty file means that this failed. */
  private static void runAndArchive() throws IOException {
    Path experiment = Files.writeString(FOLDER.resolve("small.conf"), SmallExperiment.FILE);
    Path created = FOLDER.resolve("new.jsa");
    Files.deleteIfExists(created);
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    command.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + created,
            Host.QUICK_COMPILER,
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "-cp",
            TestClassPath.shared(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[2]",
            "--conf",
            "spark.driver.host=127.0.0.1",
            // Masters and workers have web servers too.
            "--conf",
            "spark.ui.port=0",
            "--class",
            "io.lautum.cli.Main",
            "spark-internal"));
    command.addAll(
        SmallExperiment.runArguments(
            experiment.toString(), FOLDER.resolve("runs").toString(), "lautum", "--overwrite"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(FOLDER.resolve("log").toFile());
    Host.environment(builder, FOLDER, Host.LOOPBACK.address());
    Process process = builder.start();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts a test", e);
    } finally {
      process.destroyForcibly();
    }
    if (!Files.exists(created)) {
      Files.createFile(created);
    }
    Files.move(created, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
