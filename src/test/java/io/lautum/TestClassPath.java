package io.lautum;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of the running test, for the processes that it starts.
 *
 * <p>Every class path here starts with {@link #shared()}, which is what {@link ClassArchive} needs:
 * an archive is valid only for class paths that start with its own.
 */
final class TestClassPath {
  private TestClassPath() {}

  /** Returns all entries. */
  static String all() {
    return joined(entries().filter(TestClassPath::isForTestsOnly), shared());
  }

  /** Returns all entries except the mini cluster, whose HDFS classes must not replace Spark's. */
  static String withoutMiniCluster() {
    return joined(entries().filter(Files::isDirectory), shared());
  }

  /** Returns the jars except the mini cluster. */
  static String shared() {
    return joined(entries().filter(entry -> !isForTestsOnly(entry)));
  }

  /** Returns the entries whose path matches a pattern. */
  static String matching(String pattern) {
    return joined(entries().filter(entry -> entry.toString().matches(pattern)));
  }

  /** Links the jars in a folder: workers start executors with {@code $SPARK_HOME/jars/*}. */
  static void linkJars(Path folder, Predicate<Path> wanted) throws IOException {
    int number = 0;
    for (Path path : entries().filter(Files::isRegularFile).toList()) {
      if (wanted.test(path)) {
        // Artefacts of different groups may have the same name.
        Files.createSymbolicLink(
            folder.resolve("%03d-%s".formatted(number++, path.getFileName())), path);
      }
    }
  }

  /**
   * Returns whether an entry is the mini cluster or a folder of classes, which no archive holds.
   */
  private static boolean isForTestsOnly(Path entry) {
    return Files.isDirectory(entry) || entry.toString().contains("hadoop-client-minicluster");
  }

  private static Stream<Path> entries() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath());
  }

  private static String joined(Stream<Path> entries, String... first) {
    return Stream.concat(Stream.of(first), entries.map(Path::toString))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
