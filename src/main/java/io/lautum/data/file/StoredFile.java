package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file of a dataset: a separate file, or an entry of an archive, each compressed or not.
 *
 * @param container the file, or the archive
 * @param entry path of the entry; null for a separate file
 * @param length size of the file or the entry in bytes
 */
public record StoredFile(URI container, String entry, long length) implements Serializable {
  public static StoredFile of(Path file, long length) {
    return new StoredFile(file.toUri(), null, length);
  }

  public static StoredFile of(Path archive, ContainerEntry entry) {
    return new StoredFile(archive.toUri(), entry.path(), entry.size());
  }

  /** Returns the name of the file, without its folders. */
  public String name() {
    return path().substring(path().lastIndexOf('/') + 1);
  }

  /** Returns the folder of the file, which may be in an archive, for messages. */
  public String folder() {
    return path().substring(0, Math.max(0, path().lastIndexOf('/')));
  }

  /** Returns the path for messages. */
  public String path() {
    return new Path(container) + (entry == null ? "" : "/" + entry);
  }

  /**
   * Opens the content at its start. For an entry, the archive is read up to it.
   *
   * @throws DataException if the file or the entry does not exist, or the archive is malformed
   */
  PositionedInput open(Configuration hadoop) throws IOException {
    if (entry == null) {
      return DataStream.open(hadoop, new Path(container));
    }
    Archive archive = Archive.open(hadoop, new Path(container));
    try {
      ContainerEntry found = archive.next();
      while (found != null && !found.path().equals(entry)) {
        found = archive.next();
      }
      if (found == null) {
        throw new DataException(Text.format("%s: expected an entry %s, found none", path(), entry));
      }
      return DataStream.of(archive.entryStream());
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }
}
