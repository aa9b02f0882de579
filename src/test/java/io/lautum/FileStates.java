package io.lautum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every file below a folder by its relative path, with time of change and content, so that a file
 * that was written again with the same content counts as changed.
 */
public record FileStates(SortedMap<String, String> states) {
  /**
   * The files as they are, but for Hadoop's checksums and result.json, which tells of the last
   * command.
   */
  public static FileStates of(Path folder) throws IOException {
    SortedMap<String, String> states = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.getFileName().toString().matches(".*\\.crc|result\\.json")) {
          states.put(
              folder.relativize(path).toString(),
              Files.getLastModifiedTime(path) + " " + Arrays.hashCode(Files.readAllBytes(path)));
        }
      }
    }
    return new FileStates(states);
  }

  public Set<String> files() {
    return states.keySet();
  }

  /** Files of this state that are gone or other ones in {@code later}. */
  public Set<String> changedIn(FileStates later) {
    Set<String> changed = new TreeSet<>(states.keySet());
    changed.removeIf(file -> states.get(file).equals(later.states.get(file)));
    return changed;
  }

  /** Files of {@code later} that are not in this state. */
  public Set<String> addedIn(FileStates later) {
    Set<String> added = new TreeSet<>(later.states.keySet());
    added.removeAll(states.keySet());
    return added;
  }
}
