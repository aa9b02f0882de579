package io.lautum.experiment.storage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A history of one JSON object per line. Readers see every line as soon as it is written, on file
 * systems that show open files, which object stores do not.
 */
public final class JsonLines implements Closeable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A line has a few hundred bytes, and a run has some thousand lines. */
  private static final int MAX_BYTES = 256 << 20;

  private final OutputFile out;

  /** Starts an empty file. */
  public JsonLines(FileSystem files, Path path) throws IOException {
    this(files, path, List.of());
    files.delete(copy(path), false);
  }

  private JsonLines(FileSystem files, Path path, List<String> lines) throws IOException {
    // Deleted with the checksummed file system, so that the checksum of an earlier file is removed.
    files.delete(path, false);
    out = OutputFile.create(unchecked(files), path);
    for (String line : lines) {
      append(line);
    }
    out.hflush();
  }

  /**
   * Starts a file with the existing lines that {@code kept} accepts; incomplete lines are dropped.
   *
   * @throws io.lautum.DataException if the file is longer than a history can be
   */
  public static JsonLines resume(FileSystem files, Path path, Predicate<ObjectNode> kept)
      throws IOException {
    Path copy = copy(path);
    // A process that ended while it wrote the lines again has left them all in the copy.
    Path existing = files.exists(copy) ? copy : path;
    if (!files.exists(existing)) {
      return new JsonLines(files, path);
    }
    byte[] bytes = SmallFile.read(unchecked(files), existing, MAX_BYTES);
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> isKept(line, kept))
            .toList();
    AtomicFile.write(files, copy, String.join("\n", lines));
    JsonLines resumed = new JsonLines(files, path, lines);
    files.delete(copy, false);
    return resumed;
  }

  private static Path copy(Path path) {
    return new Path(path.getParent(), "." + path.getName() + ".kept");
  }

  /**
   * Returns the file system below Hadoop's local checksums, which are written in whole chunks: a
   * line would remain hidden until its chunk is full, and an interruption would leave an outdated
   * checksum.
   */
  private static FileSystem unchecked(FileSystem files) {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  private static boolean isKept(String line, Predicate<ObjectNode> kept) {
    try {
      return JSON.readTree(line) instanceof ObjectNode node && kept.test(node);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns an empty object for {@link #write}. */
  public static ObjectNode line() {
    return JSON.createObjectNode();
  }

  /**
   * Appends one line with the {@link FormatVersion} and makes it visible to readers.
   *
   * @param line object to append; its non-finite numbers are removed, because JSON has none
   */
  public void write(ObjectNode line) throws IOException {
    line.properties().removeIf(e -> isNotFinite(e.getValue()));
    append(JSON.writeValueAsString(FormatVersion.addTo(line)));
    out.hflush();
  }

  private static boolean isNotFinite(JsonNode value) {
    return value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue());
  }

  private void append(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
