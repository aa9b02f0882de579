package io.lautum.training.checkpoint;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.storage.AtomicFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Saved states in a folder, one file {@code <unit>-<n>.bin} each: a magic number, the state, and a
 * CRC-32C of both.
 *
 * @param kept number of newest files to keep
 */
public record CheckpointFiles(FileSystem files, Path folder, CheckpointKind kind, int kept) {

  /** Writes a state. */
  @FunctionalInterface
  public interface Content {
    void writeTo(CheckpointOutput out) throws IOException;
  }

  /**
   * Reads a state.
   *
   * @param <T> type of the state
   */
  @FunctionalInterface
  public interface Format<T> {
    /**
     * @throws DataException if the file contains no such state
     */
    T read(CheckpointInput in) throws IOException;
  }

  /**
   * Saves a state and deletes the oldest files. Processes that save the same state at the same time
   * do not disturb each other.
   */
  public void save(int number, Content content) throws IOException {
    AtomicFile.writeConcurrently(
        files,
        new Path(folder, Text.format("%s-%08d.bin", kind.unit(), number)),
        out -> {
          CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
          DataOutputStream data = new DataOutputStream(new BufferedOutputStream(checked));
          data.writeInt(kind.magic());
          content.writeTo(new CheckpointOutput(data));
          data.flush();
          new DataOutputStream(out).writeLong(checked.getChecksum().getValue());
        });
    List<Path> saved = newestFirst();
    for (Path old : saved.subList(Math.min(kept, saved.size()), saved.size())) {
      files.delete(old, false);
    }
  }

  /** Returns the files; none if the folder is missing. */
  public List<Path> newestFirst() throws IOException {
    if (!files.exists(folder)) {
      return List.of();
    }
    Pattern name = Pattern.compile(kind.unit() + "-\\d+\\.bin");
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .filter(path -> name.matcher(path.getName()).matches())
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }

  /**
   * Reads a state.
   *
   * @throws DataException if the file is damaged, of another kind, or missing
   */
  public <T> T read(Path path, Format<T> format) throws IOException {
    try {
      long length = files.getFileStatus(path).getLen();
      verify(path, length);
      try (var file = files.open(path)) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(file));
        CheckpointInput input = new CheckpointInput(path, in, length - Long.BYTES);
        input.readInt();
        T state = format.read(input);
        input.requireEnd();
        return state;
      }
    } catch (EOFException | ChecksumException e) {
      // File systems with their own checksums report damage as an IOException.
      throw new DataException(Text.format("%s: damaged: %s", path, e.getMessage()), e);
    } catch (FileNotFoundException e) {
      // Another process of the same training has deleted it since the folder was listed.
      throw new DataException(Text.format("%s: missing", path), e);
    }
  }

  /** Checks the magic number and the checksum. */
  private void verify(Path path, long length) throws IOException {
    if (length < Integer.BYTES + Long.BYTES) {
      throw new DataException(Text.format("%s: truncated, %d bytes", path, length));
    }
    try (var file = files.open(path)) {
      CheckedInputStream checked = new CheckedInputStream(file, new CRC32C());
      byte[] buffer = new byte[1 << 16];
      int found = new DataInputStream(checked).readInt();
      requireMagic(path, found);
      long left = length - Integer.BYTES - Long.BYTES;
      while (left > 0) {
        int read = checked.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException(Text.format("%d bytes are missing", left));
        }
        left -= read;
      }
      long expected = new DataInputStream(file).readLong();
      if (expected != checked.getChecksum().getValue()) {
        throw new DataException(
            Text.format(
                "%s: expected CRC-32C %08x, found %08x",
                path, expected, checked.getChecksum().getValue()));
      }
    }
  }

  private void requireMagic(Path path, int found) {
    if (kind.former().contains(found)) {
      throw new DataException(
          Text.format(
              "%s: an earlier version wrote this checkpoint, and this one cannot continue from it",
              path));
    }
    if (found != kind.magic()) {
      throw new DataException(
          Text.format("%s: expected magic number %08x, found %08x", path, kind.magic(), found));
    }
  }
}
