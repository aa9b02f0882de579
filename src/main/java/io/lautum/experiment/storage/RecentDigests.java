package io.lautum.experiment.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the digests of local files that this process has read, because every stage checks the
 * artefacts of earlier ones. A digest holds as long as inode, size, time of modification and time
 * of change of status (ctime) are the same: the system sets the latter at every write, and programs
 * cannot choose it. A file that changed a moment ago is always read again, because file systems
 * have coarse clocks.
 */
final class RecentDigests {
  /** Coarser than the clock of any common file system. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime";

  private final Map<Path, Known> digests = new ConcurrentHashMap<>();

  /** Reads a file and returns its digest. */
  @FunctionalInterface
  interface Reading {
    String digest() throws IOException;
  }

  /**
   * @param attributes values of {@link #ATTRIBUTES}
   */
  private record Known(Map<String, Object> attributes, String digest) {}

  /**
   * Returns the digest of a file.
   *
   * @param now present time
   */
  String of(Path file, Instant now, Reading reading) throws IOException {
    Optional<Map<String, Object>> attributes = attributes(file);
    Known known = digests.get(file);
    if (known != null && attributes.filter(known.attributes::equals).isPresent()) {
      return known.digest;
    }
    String digest = reading.digest();
    attributes
        .filter(found -> ((FileTime) found.get("ctime")).toInstant().plus(SETTLED).isBefore(now))
        .ifPresent(found -> digests.put(file, new Known(found, digest)));
    return digest;
  }

  /** Returns the attributes of a file; empty if the file system does not have them. */
  private static Optional<Map<String, Object>> attributes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, ATTRIBUTES));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
