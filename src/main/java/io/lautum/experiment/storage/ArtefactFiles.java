package io.lautum.experiment.storage;

import io.lautum.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Computes and compares the size and SHA-256 of an artefact's files. The size is always compared.
 * The SHA-256 is compared if the file was modified after the marker was written, and always for
 * local files of at most {@link #ALWAYS_READ} bytes: reading all shards, or all models of an object
 * store, would take longer than a command that has nothing to do.
 *
 * @param folder folder of the artefact; names of files are relative to it, so that it can be moved
 */
record ArtefactFiles(FileSystem files, Path folder) {
  /** Size up to which a local file is read even if it is older than its marker. */
  static final long ALWAYS_READ = 4 << 20;

  private static final RecentDigests RECENT = new RecentDigests();

  /** Begins a marker's keys for files; no configuration key contains a colon. */
  private static final String KEY = "file:";

  /** Moves the entries of files out of a marker's content. */
  static SortedMap<String, String> removeFrom(SortedMap<String, String> content) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Iterator<Map.Entry<String, String>> i = content.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, String> entry = i.next();
      if (entry.getKey().startsWith(KEY)) {
        digests.put(entry.getKey(), entry.getValue());
        i.remove();
      }
    }
    return digests;
  }

  /**
   * Returns the entries of all files of the artefact.
   *
   * @param outside files of the artefact that are not below its folder
   * @param marker file of the marker, which is not part of the artefact
   */
  SortedMap<String, String> digests(List<Path> outside, Path marker) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    if (files.exists(folder)) {
      FileTree.visit(
          files,
          folder,
          (path, length, modified) -> {
            if (!nio(path).equals(nio(marker))) {
              add(path, length, digests);
            }
          });
    }
    for (Path path : outside) {
      add(path, files.getFileStatus(path).getLen(), digests);
    }
    return digests;
  }

  private void add(Path path, long length, SortedMap<String, String> digests) throws IOException {
    String name = nio(folder).relativize(nio(path)).toString();
    digests.put(KEY + name, entry(length, sha256(path)));
  }

  /**
   * Returns the first change of a file since the marker was written.
   *
   * @param digests entries of the marker; none if an earlier version wrote it
   * @return sentence that names the file; empty if no file has changed
   */
  Optional<String> change(SortedMap<String, String> digests, Path marker) throws IOException {
    if (digests.isEmpty()) {
      return Optional.empty();
    }
    long written = files.getFileStatus(marker).getModificationTime();
    for (Map.Entry<String, String> each : digests.entrySet()) {
      Path path = new Path(folder, each.getKey().substring(KEY.length()));
      Optional<String> change = change(path, each.getValue(), written);
      if (change.isPresent()) {
        return change;
      }
    }
    return Optional.empty();
  }

  private Optional<String> change(Path path, String recorded, long written) throws IOException {
    try {
      FileStatus file = files.getFileStatus(path);
      if (!recorded.startsWith(file.getLen() + " ")) {
        return Optional.of(
            Text.format("%s has %d bytes, its marker says %s", path, file.getLen(), recorded));
      }
      boolean small = file.getLen() <= ALWAYS_READ && files.getUri().getScheme().equals("file");
      if (!small && file.getModificationTime() <= written) {
        return Optional.empty();
      }
      String digest =
          files instanceof LocalFileSystem
              ? RECENT.of(nio(path), Instant.now(), () -> sha256(path))
              : sha256(path);
      String entry = entry(file.getLen(), digest);
      return entry.equals(recorded)
          ? Optional.empty()
          : Optional.of(Text.format("%s has %s, its marker says %s", path, entry, recorded));
    } catch (FileNotFoundException e) {
      return Optional.of(path + " is missing");
    } catch (ChecksumException e) {
      return Optional.of(path + " is damaged: " + e.getMessage());
    }
  }

  private String sha256(Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  private static String entry(long bytes, String sha256) {
    return Text.format("%d bytes, SHA-256 %s", bytes, sha256);
  }

  private static java.nio.file.Path nio(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
