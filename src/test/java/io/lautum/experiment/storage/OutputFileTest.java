package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir java.nio.file.Path folder;
  private FileSystem files;
  private Path path;

  @BeforeEach
  void open() throws IOException {
    files = new FullFileSystem(FileSystem.getLocal(new Configuration()));
    path = new Path(folder.toString(), "file");
  }

  @Test
  void failedWriteIsReportedAndNotItsRepetitionByClose() {
    assertThatThrownBy(() -> AtomicFile.write(files, path, "text"))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(
            () -> {
              try (JsonLines lines = new JsonLines(files, path)) {
                lines.write(JsonLines.line().put("round", 1));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void failureOfCloseAfterSuccessfulWritesIsReported() throws IOException {
    OutputFile file = OutputFile.create(files, path);
    assertThatThrownBy(file::close).isInstanceOf(IOException.class).hasMessage("disk full");
  }

  /**
   * Hadoop throws an {@code FSError}, which would pass by everything that handles a failing
   * storage, such as the beat of a lock.
   */
  @Test
  void fullLocalDiskIsAnExceptionWithThePath() throws IOException {
    RawLocalFileSystem raw = new RawLocalFileSystem();
    raw.initialize(URI.create("file:///"), new Configuration());
    FileSystem full =
        new FilterFileSystem(raw) {
          @Override
          public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
            // Unlike creating, this leaves the permissions of the device as they are.
            return raw.append(new Path("/dev/full"));
          }
        };

    assertThatThrownBy(() -> AtomicFile.write(full, path, "text"))
        .isInstanceOf(IOException.class)
        .hasMessage("%s/.file.tmp: No space left on device", folder);
    OutputFile file = OutputFile.create(full, path);
    file.write('a');
    assertThatThrownBy(file::close)
        .isInstanceOf(IOException.class)
        .hasMessage("%s/file: No space left on device", folder);
  }

  @Test
  void writtenBytesAreRead() throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration());
    try (OutputFile file = OutputFile.create(local, path)) {
      file.write('a');
      file.write(new byte[] {'b', 'c', 'd'}, 1, 2);
    }
    assertThat(folder.resolve("file")).hasContent("acd");
  }

  /** Throws the same exception for each write and for closing, as HDFS does. */
  private static final class FullFileSystem extends FilterFileSystem {
    private static final IOException FULL = new IOException("disk full");

    FullFileSystem(FileSystem files) {
      super(files);
    }

    @Override
    public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
      return new FSDataOutputStream(
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              throw FULL;
            }

            @Override
            public void close() throws IOException {
              throw FULL;
            }
          },
          null);
    }
  }
}
