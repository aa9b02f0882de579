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
 * The states of all files below a folder, by relative path. A state consists of the modification
 * time and the content, so a file that was rewritten with the same content counts as changed.
 */
public record FileStates(SortedMap<String, String> states) {
  /**
   * Reads the current states, except those of Hadoop's checksums and of result.json, which records
   * the last command.
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

  /** Returns the files that are missing or changed in {@code later}. */
  public Set<String> changedIn(FileStates later) {
    Set<String> changed = new TreeSet<>(states.keySet());
    changed.removeIf(file -> states.get(file).equals(later.states.get(file)));
    return changed;
  }

  /** Returns the files that only {@code later} contains. */
  public Set<String> addedIn(FileStates later) {
    Set<String> added = new TreeSet<>(later.states.keySet());
    added.removeAll(states.keySet());
    return added;
  }
}
