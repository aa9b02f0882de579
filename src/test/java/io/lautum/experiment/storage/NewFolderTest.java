package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {
  @TempDir private java.nio.file.Path folder;
  private final FileSystem files = LocalFiles.open();

  private Path path() {
    return new Path(folder.toString(), "a/model");
  }

  private Stream<String> left() throws IOException {
    try (Stream<java.nio.file.Path> found = Files.list(folder.resolve("a"))) {
      return found.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void folderExistsOnceItIsComplete() throws IOException {
    Files.createDirectories(folder.resolve("a/.model.tmp/of a killed process"));
    int result =
        NewFolder.write(
            files,
            path(),
            made -> {
              AtomicFile.write(files, new Path(made, "1/file"), "text");
              assertThat(files.exists(path())).isFalse();
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThat(left()).containsExactly("model");
    assertThat(folder.resolve("a/model")).isDirectoryNotContaining("glob:**killed*");
    assertThat(folder.resolve("a/model/1/file")).hasContent("text");
  }

  @Test
  void failureLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                NewFolder.write(
                    files,
                    path(),
                    made -> {
                      AtomicFile.write(files, new Path(made, "file"), "text");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(left()).isEmpty();
  }
}
