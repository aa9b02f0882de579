package io.lautum.training.distributed;

import io.lautum.DataException;
import io.lautum.experiment.storage.AtomicFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saved training states, one file {@code round-<n>.bin} each: a magic number, the state, and a
 * CRC-32C of both. The last few are kept; if one is damaged, the previous one is used.
 *
 * @param every number of rounds between two checkpoints
 * @param kept number of newest checkpoints to keep
 */
public record Checkpoints(FileSystem files, Path folder, int every, int kept) {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int EARLIER_MAGIC = 0x4c535031;
  private static final int MAGIC = 0x4c535032;

  /** Saves the state every {@code every} rounds, except after the last round. */
  void save(TrainingState state, int round, int rounds) throws IOException {
    if (round % every != 0 || round == rounds) {
      return;
    }
    files.mkdirs(folder);
    AtomicFile.write(
        files,
        new Path(folder, "round-%08d.bin".formatted(round)),
        out -> {
          CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
          DataOutputStream data = new DataOutputStream(new BufferedOutputStream(checked));
          write(state, data);
          data.flush();
          new DataOutputStream(out).writeLong(checked.getChecksum().getValue());
        });
    List<Path> saved = newestFirst();
    for (Path old : saved.subList(Math.min(kept, saved.size()), saved.size())) {
      files.delete(old, false);
    }
  }

  /** Returns the newest undamaged state, if there is one. */
  public Optional<TrainingState> latest() throws IOException {
    for (Path path : newestFirst()) {
      try {
        TrainingState state = read(path);
        LOG.info("resuming from {}", path);
        return Optional.of(state);
      } catch (DataException e) {
        LOG.warn("{}; falling back to the previous checkpoint", e.getMessage());
      }
    }
    return Optional.empty();
  }

  private List<Path> newestFirst() throws IOException {
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().matches("round-\\d+\\.bin"))
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }

  private static void write(TrainingState state, DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(state.iteration());
    writeFloats(state.parameters(), out);
    writeFloats(state.updater(), out);
    writeVectors(state.averaged(), out);
    out.writeInt(state.local().size());
    for (SortedMap<String, double[]> vectors : state.local()) {
      writeVectors(vectors, out);
    }
  }

  private static void writeVectors(SortedMap<String, double[]> vectors, DataOutputStream out)
      throws IOException {
    out.writeInt(vectors.size());
    for (Map.Entry<String, double[]> vector : vectors.entrySet()) {
      out.writeUTF(vector.getKey());
      out.writeInt(vector.getValue().length);
      for (double value : vector.getValue()) {
        out.writeDouble(value);
      }
    }
  }

  private static void writeFloats(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  /**
   * @throws DataException if the file is damaged
   */
  private TrainingState read(Path path) throws IOException {
    long length = files.getFileStatus(path).getLen();
    try {
      verify(path, length);
      try (var file = files.open(path)) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(file));
        return new CheckpointContent(path, in, length - Long.BYTES).read();
      }
    } catch (EOFException | ChecksumException e) {
      // File systems with their own checksums report damage as an IOException.
      throw new DataException("%s: damaged: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Checks the magic number and the checksum. */
  private void verify(Path path, long length) throws IOException {
    if (length < Integer.BYTES + Long.BYTES) {
      throw new DataException("%s: truncated, %d bytes".formatted(path, length));
    }
    try (var file = files.open(path)) {
      CheckedInputStream checked = new CheckedInputStream(file, new CRC32C());
      byte[] buffer = new byte[1 << 16];
      int magic = new DataInputStream(checked).readInt();
      if (magic == EARLIER_MAGIC) {
        throw new DataException(
            "%s: version 0.1 wrote this checkpoint, and later versions cannot continue from it"
                .formatted(path));
      }
      if (magic != MAGIC) {
        throw new DataException(
            "%s: expected magic number %08x, found %08x".formatted(path, MAGIC, magic));
      }
      long left = length - Integer.BYTES - Long.BYTES;
      while (left > 0) {
        int read = checked.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("%d bytes are missing".formatted(left));
        }
        left -= read;
      }
      long expected = new DataInputStream(file).readLong();
      if (expected != checked.getChecksum().getValue()) {
        throw new DataException(
            "%s: expected CRC-32C %08x, found %08x"
                .formatted(path, expected, checked.getChecksum().getValue()));
      }
    }
  }
}
