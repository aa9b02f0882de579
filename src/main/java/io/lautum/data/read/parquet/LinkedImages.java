package io.lautum.data.read.parquet;

import io.lautum.Text;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.ImageFile;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Image files whose paths are in a table.
 *
 * @param folder the folder that has all images, qualified
 * @param followLinks whether links of a local file system may lead out of the folder
 */
record LinkedImages(String folder, boolean followLinks) implements Serializable {
  /**
   * Returns the images of a table: those in the table's folder if the first row's image is there,
   * or else those in the folder around it, next to the folder that Spark writes for a table.
   *
   * @param root the table, a file or a folder
   * @param first path in the first row
   */
  static LinkedImages of(Configuration hadoop, String root, String first, boolean followLinks)
      throws IOException {
    Path path = new Path(root);
    FileSystem files = path.getFileSystem(hadoop);
    Path qualified = files.makeQualified(path);
    LinkedImages inside = new LinkedImages(qualified.toString(), followLinks);
    if (qualified.getParent() == null
        || files.getFileStatus(path).isDirectory() && inside.has(files, first)) {
      return inside;
    }
    return new LinkedImages(qualified.getParent().toString(), followLinks);
  }

  private boolean has(FileSystem files, String path) throws IOException {
    String relative = relative(path);
    boolean outside = relative.startsWith("/") || ("/" + relative + "/").contains("/../");
    return !outside && !relative.isBlank() && files.exists(new Path(folder + "/" + relative));
  }

  private String relative(String path) {
    String plain = path.strip().replaceFirst("^file:/+", "/");
    String local = new Path(folder).toUri().getPath() + "/";
    if (plain.startsWith(folder + "/")) {
      return plain.substring(folder.length() + 1);
    }
    return plain.startsWith(local) ? plain.substring(local.length()) : plain;
  }

  /**
   * Returns a path relative to the folder.
   *
   * @param where file and row, for the message
   * @throws io.lautum.DataException if the path leads out of the folder
   */
  String inside(String where, String path) {
    String relative = relative(path);
    boolean elsewhere = relative.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    // Rejects the path in the words in which an archive's entries are rejected.
    return ContainerEntry.of(
            Text.format("%s: folder %s", where, folder),
            elsewhere ? "/" + relative : relative,
            false,
            0)
        .path();
  }

  /**
   * Reads an image file.
   *
   * @param inside result of {@link #inside}
   * @throws io.lautum.DataException if it is not an intact file of 1 byte to 64 MiB
   */
  byte[] read(Configuration hadoop, String inside) throws IOException {
    Path file = new Path(folder + "/" + inside);
    return ImageFile.read(file.getFileSystem(hadoop), file);
  }

  /**
   * Rejects a link that leads out of the folder.
   *
   * @throws io.lautum.DataException if the file is such a link
   */
  void requireInside(Configuration hadoop, String inside) throws IOException {
    if (!followLinks) {
      Path path = new Path(folder);
      ImageFile.requireInside(path.getFileSystem(hadoop), path, inside);
    }
  }
}
