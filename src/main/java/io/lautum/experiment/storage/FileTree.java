package io.lautum.experiment.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Visits all files below a folder, in any order. On the local file system, Hadoop's {@code
 * listFiles} starts a process for each file, to ask for its owner.
 */
public final class FileTree {
  /** Receives the files. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Called for each file.
     *
     * @param path qualified path
     * @param length size in bytes
     * @param modified time of the last change in milliseconds
     */
    void file(Path path, long length, long modified) throws IOException;
  }

  private FileTree() {}

  /**
   * Visits the files. Links are followed; links that lead nowhere or back are left out, and so are
   * Hadoop's checksum files.
   *
   * @throws FileNotFoundException if there is no such folder
   */
  public static void visit(FileSystem files, Path folder, Visitor visitor) throws IOException {
    if (files instanceof LocalFileSystem local) {
      visit(local, folder, visitor);
      return;
    }
    RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
    while (found.hasNext()) {
      FileStatus file = found.next();
      visitor.file(file.getPath(), file.getLen(), file.getModificationTime());
    }
  }

  private static void visit(LocalFileSystem files, Path folder, Visitor visitor)
      throws IOException {
    java.nio.file.Path root = files.pathToFile(folder).toPath();
    if (!Files.exists(root)) {
      throw new FileNotFoundException("File " + folder + " does not exist");
    }
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes attributes)
              throws IOException {
            Path path = files.makeQualified(new Path(file.toString()));
            // Only a link that leads nowhere is still a link.
            if (!attributes.isSymbolicLink() && !ChecksumFileSystem.isChecksumFile(path)) {
              visitor.file(path, attributes.size(), attributes.lastModifiedTime().toMillis());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(java.nio.file.Path file, IOException e)
              throws IOException {
            // Deleted meanwhile, or a link to a containing folder.
            if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
