package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir java.nio.file.Path folder;
  private final FileSystem files = LocalFiles.open();

  @Test
  void readerOfChecksummedFileSystemSeesLastContent() throws IOException {
    AtomicFile.write(files, path(), "first, which is longer ä");
    AtomicFile.write(files, path(), "second");

    try (InputStream in = files.open(path())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second");
    }
    assertThat(names()).containsExactlyInAnyOrder("results.json", ".results.json.crc");
  }

  @Test
  void missingFoldersAreCreated() throws IOException {
    Path deep = new Path(folder.toString(), "a/b/c.txt");

    AtomicFile.write(files, deep, "text");

    assertThat(files.exists(deep)).isTrue();
  }

  @Test
  void failureLeavesOnlyOldFile() throws IOException {
    AtomicFile.write(files, path(), "old");

    assertThatWriting(
            out -> {
              out.write(new byte[100_000]);
              throw new IOException("disk full");
            })
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatWriting(
            out -> {
              throw new StackOverflowError();
            })
        .isInstanceOf(StackOverflowError.class);

    assertThat(folder.resolve("results.json")).hasContent("old");
    assertThat(names()).containsExactlyInAnyOrder("results.json", ".results.json.crc");
  }

  @Test
  void temporaryFileOfKilledWriterIsReplaced() throws IOException {
    Files.writeString(folder.resolve(".results.json.tmp"), "half of");

    AtomicFile.write(files, path(), "whole");

    assertThat(names()).containsExactlyInAnyOrder("results.json", ".results.json.crc");
  }

  @Test
  void severalWritersOfOneContentLeaveOneFile() throws IOException {
    AtomicFile.writeConcurrently(
        files,
        path(),
        out -> {
          out.write('a');
          AtomicFile.writeConcurrently(files, path(), other -> other.write("ab".getBytes()));
          out.write('b');
        });
    assertThat(folder.resolve("results.json")).hasContent("ab");
    assertThat(names()).containsExactlyInAnyOrder("results.json", ".results.json.crc");
  }

  /** As on HDFS, which does not rename to the name of a file. */
  @Test
  void writerThatComesSecondKeepsTheFirstOnesFile() throws IOException {
    FileSystem refusing =
        new FilterFileSystem(files) {
          @Override
          public boolean rename(Path from, Path to) throws IOException {
            AtomicFile.write(files, to, "ab");
            return false;
          }
        };
    AtomicFile.writeConcurrently(refusing, path(), out -> out.write("ab".getBytes()));
    assertThat(names()).containsExactlyInAnyOrder("results.json", ".results.json.crc");
  }

  @Test
  void failedRenameKeepsTemporaryFile() throws IOException {
    FileSystem refusing =
        new FilterFileSystem(files) {
          @Override
          public boolean rename(Path from, Path to) {
            return false;
          }
        };

    assertThatThrownBy(() -> AtomicFile.write(refusing, path(), "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".results.json.tmp")
        .hasMessageContaining("/results.json");
    assertThat(folder.resolve(".results.json.tmp")).hasContent("text");
  }

  private AbstractThrowableAssert<?, ?> assertThatWriting(AtomicFile.Content content) {
    return assertThatThrownBy(() -> AtomicFile.write(files, path(), content));
  }

  private Path path() {
    return new Path(folder.toString(), "results.json");
  }

  private String[] names() throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).toArray(String[]::new);
    }
  }
}
