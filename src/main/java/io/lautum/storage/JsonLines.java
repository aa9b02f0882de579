package io.lautum.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A history that grows by one JSON object a line and can be read while it grows. */
public final class JsonLines implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FSDataOutputStream out;

  /** Starts an empty file. */
  public JsonLines(FileSystem files, Path path) throws IOException {
    this(files, path, List.of());
  }

  private JsonLines(FileSystem files, Path path, List<String> lines) throws IOException {
    out = files.create(path, true);
    for (String line : lines) {
      writeLine(line);
    }
  }

  /** Starts a file with those of its present lines that {@code kept} accepts. */
  public static JsonLines resume(FileSystem files, Path path, Predicate<ObjectNode> kept)
      throws IOException {
    if (!files.exists(path)) {
      return new JsonLines(files, path);
    }
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      lines = reader.lines().filter(line -> isKept(line, kept)).toList();
    }
    return new JsonLines(files, path, lines);
  }

  /** A line that a kill has torn is not kept. */
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

  /** Appends one line and makes it visible to readers. Numbers that are not finite are left out. */
  public void write(ObjectNode line) throws IOException {
    line.properties()
        .removeIf(e -> e.getValue().isDouble() && !Double.isFinite(e.getValue().doubleValue()));
    writeLine(JSON.writeValueAsString(line));
    out.hflush();
  }

  private void writeLine(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
