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
 * A history that grows by one JSON object a line. Every line can be read as soon as it is written,
 * on file systems that can show an open file: not on object stores.
 */
public final class JsonLines implements Closeable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A line takes a few hundred bytes, and a run some thousand lines. */
  private static final int MAX_BYTES = 256 << 20;

  private final OutputFile out;

  /** Starts an empty file. */
  public JsonLines(FileSystem files, Path path) throws IOException {
    this(files, path, List.of());
  }

  private JsonLines(FileSystem files, Path path, List<String> lines) throws IOException {
    // Through the checksummed file system, so that no checksum of an earlier file stays.
    files.delete(path, false);
    out = OutputFile.create(unchecked(files), path);
    for (String line : lines) {
      append(line);
    }
    out.hflush();
  }

  /**
   * Starts a file with those of its present lines that {@code kept} accepts. A line that a kill has
   * torn is not kept.
   *
   * @throws io.lautum.DataException if the file is longer than a history can be
   */
  public static JsonLines resume(FileSystem files, Path path, Predicate<ObjectNode> kept)
      throws IOException {
    List<String> lines = List.of();
    if (files.exists(path)) {
      byte[] bytes = SmallFile.read(unchecked(files), path, MAX_BYTES);
      String text = new String(bytes, StandardCharsets.UTF_8);
      lines = text.lines().filter(line -> isKept(line, kept)).toList();
    }
    return new JsonLines(files, path, lines);
  }

  /**
   * The file system below the checksums of Hadoop's local one, which writes in whole chunks: a line
   * would stay hidden until its chunk is full, and a kill would leave a checksum that is behind.
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

  /** An object to fill and {@link #write}. */
  public static ObjectNode line() {
    return JSON.createObjectNode();
  }

  /**
   * Appends one line and makes it visible to readers.
   *
   * @param line loses its numbers that are not finite, which JSON does not have
   */
  public void write(ObjectNode line) throws IOException {
    line.properties().removeIf(e -> isNotFinite(e.getValue()));
    append(JSON.writeValueAsString(line));
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
