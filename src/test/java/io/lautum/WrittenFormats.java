package io.lautum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.experiment.storage.FormatVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The format versions of the JSON that a run has written. */
public final class WrittenFormats {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> versioned = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();

  /**
   * Reads all files below a folder. What begins like JSON counts as JSON, whatever its name is, and
   * so does this project's entry of models.
   */
  public static WrittenFormats of(Path folder) throws IOException {
    WrittenFormats formats = new WrittenFormats();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(path).toString();
        if (name.endsWith("model.zip")) {
          try (ZipFile zip = new ZipFile(path.toFile())) {
            formats.add(name, zip.getInputStream(zip.getEntry("lautum.json")).readAllBytes());
          }
        } else if (!name.endsWith(".conf")) {
          byte[] content = Files.readAllBytes(path);
          if (content.length > 0 && (content[0] == '{' || content[0] == '[')) {
            formats.add(name, content);
          }
        }
      }
    }
    return formats;
  }

  private void add(String name, byte[] content) throws IOException {
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(content)) {
      for (JsonNode value : values.readAll()) {
        boolean hasVersion =
            value.path(FormatVersion.FIELD).asText().equals("" + FormatVersion.CURRENT);
        (hasVersion ? versioned : others).add(name);
      }
    }
  }

  /** Returns the names of the files with a version. */
  public Set<String> versioned() {
    return versioned;
  }

  /** Returns the names of the files with a value that has no version. */
  public List<String> others() {
    return List.copyOf(others);
  }
}
