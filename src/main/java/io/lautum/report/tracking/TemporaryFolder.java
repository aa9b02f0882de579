package io.lautum.report.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder on this machine that is deleted when it is closed, with the files in it. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  TemporaryFolder() throws IOException {
    path = Files.createTempDirectory("lautum-model");
  }

  Path path() {
    return path;
  }

  /**
   * Returns the files in the folder by name, without hidden ones such as Hadoop's checksums.
   *
   * @param below folder in the run's artifacts
   * @param last name of the file that is uploaded last, because it makes the others a whole
   */
  List<Upload> uploads(String below, String last) throws IOException {
    List<Upload> uploads = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".")) {
        uploads.add(
            new Upload(below + "/" + name, Files.size(file), () -> Files.newInputStream(file)));
      }
    }
    uploads.sort(Comparator.comparing(upload -> upload.path().endsWith("/" + last)));
    return uploads;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    Files.delete(path);
  }
}
