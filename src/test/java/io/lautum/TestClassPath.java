package io.lautum;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The class path of the running test, for the processes that it starts. */
final class TestClassPath {
  private TestClassPath() {}

  /** Returns all entries. */
  static String all() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Returns the entries that are folders of classes. */
  static String folders() {
    return Arrays.stream(all().split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Files::isDirectory)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Links the jars in a folder: workers start executors with {@code $SPARK_HOME/jars/*}. */
  static void linkJars(Path folder, Predicate<Path> wanted) throws IOException {
    int number = 0;
    for (String entry : all().split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(path) && wanted.test(path)) {
        // Artefacts of different groups may have the same name.
        Files.createSymbolicLink(
            folder.resolve("%03d-%s".formatted(number++, path.getFileName())), path);
      }
    }
  }
}
