package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A zip or tar archive, which is read without being unpacked to disk. */
public interface Archive extends Container {
  List<String> SUFFIXES =
      List.of(".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2");

  /**
   * Returns the content of the file that {@link #next} returned last as a stream, which closes the
   * archive.
   *
   * @throws DataException if it is not a regular file
   */
  EntryStream entryStream() throws IOException;

  /**
   * Opens an archive, whose kind its content determines.
   *
   * @throws DataException if the file is not an archive
   */
  static Archive open(Configuration hadoop, Path file) throws IOException {
    byte[] head;
    try (DataStream stream = DataStream.open(hadoop, file)) {
      head = stream.readNBytes(TarContainer.MAGIC_END);
    }
    if (ZipContainer.isZip(head)) {
      return ZipContainer.open(hadoop, file);
    }
    boolean zip = file.getName().toLowerCase(Locale.ROOT).endsWith(".zip");
    boolean known = KnownContent.described(head).isPresent();
    if (zip && !known && !TarContainer.isTar(head)) {
      // A program that unpacks the archive may precede it.
      return ZipContainer.open(hadoop, file);
    }
    // Archives of old programs have no magic number.
    if (TarContainer.isTar(head) || hasSuffix(file.getName()) && !known) {
      return TarContainer.open(hadoop, file);
    }
    throw new DataException(
        Text.format(
            "%s: expected a folder, or a zip or tar archive (%s), found %s",
            file, String.join(", ", SUFFIXES), KnownContent.foundAt(file.getName(), head)));
  }

  /**
   * Returns the names of the archives that are directly in a folder; none if there are folders too.
   */
  static List<String> inFolderWithoutFolders(FolderLists lists, Path folder) throws IOException {
    List<String> archives = new ArrayList<>();
    PackedPaths.Cursor children = lists.list(folder).cursor();
    while (children.next()) {
      ContainerEntry child = FolderLists.entry(children.path(), children);
      if (child.folder()) {
        return List.of();
      }
      if (child.size() >= 0 && hasSuffix(child.path())) {
        archives.add(child.path());
      }
    }
    return archives;
  }

  /** Returns whether a file's name is that of an archive. */
  static boolean hasSuffix(String name) {
    return SUFFIXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }
}
