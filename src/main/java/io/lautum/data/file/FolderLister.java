package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists one folder. */
final class FolderLister {
  /** Bits of the numbers in a list. */
  static final int FOLDER = 1;

  static final int LINK = 2;

  private FolderLister() {}

  /**
   * Returns the names of the files and folders directly in a folder, sorted, each with its size and
   * the bits of its kind. Files of operating systems are left out. A link has the kind and the size
   * of its target.
   *
   * @param folder a qualified path
   * @throws FileNotFoundException if there is no such folder
   */
  static PackedPaths list(FileSystem fileSystem, Path folder) throws IOException {
    return fileSystem instanceof LocalFileSystem ? local(folder) : remote(fileSystem, folder);
  }

  private record Child(String name, long size, boolean folder) {}

  private static PackedPaths remote(FileSystem fileSystem, Path folder) throws IOException {
    List<Child> children = new ArrayList<>();
    RemoteIterator<FileStatus> found = fileSystem.listStatusIterator(folder);
    while (found.hasNext()) {
      FileStatus status = found.next();
      String name = status.getPath().getName();
      if (!ContainerEntry.isSystemFile(name)) {
        children.add(new Child(name, status.isFile() ? status.getLen() : 0, status.isDirectory()));
      }
    }
    children.sort(Comparator.comparing(Child::name));
    PackedPaths.Builder list = new PackedPaths.Builder();
    children.forEach(child -> list.add(child.name, child.size, child.folder ? FOLDER : 0));
    return list.build();
  }

  /** Reads the attributes of each file once, where Hadoop asks for each of them. */
  private static PackedPaths local(Path folder) throws IOException {
    File local = new File(folder.toUri().getPath());
    if (!local.exists()) {
      throw new FileNotFoundException("File " + folder + " does not exist");
    }
    String[] names = FileUtil.list(local);
    Arrays.sort(names);
    PackedPaths.Builder list = new PackedPaths.Builder();
    for (String name : names) {
      if (!ContainerEntry.isSystemFile(name)) {
        requireCharset(folder, name);
        add(list, name, local.toPath().resolve(name));
      }
    }
    return list.build();
  }

  /**
   * Checks that Java can open a file of this name; otherwise the file would seem to be deleted.
   *
   * @throws DataException if the name has bytes that are no characters in the locale's charset
   */
  private static void requireCharset(Path folder, String name) {
    if (name.indexOf('\ufffd') >= 0 && !new File(folder.toUri().getPath(), name).exists()) {
      throw new DataException(
          Text.format(
              "%s: expected names of files in the charset of the locale, %s, found other bytes in"
                  + " \"%s\"; set LC_ALL=C.UTF-8, or rename the file if its name is not in UTF-8",
              folder, System.getProperty("sun.jnu.encoding"), name));
    }
  }

  private static void add(PackedPaths.Builder list, String name, java.nio.file.Path path)
      throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // Deleted since the folder was read.
      return;
    }
    int link = found.isSymbolicLink() ? LINK : 0;
    if (found.isSymbolicLink()) {
      try {
        found = Files.readAttributes(path, BasicFileAttributes.class);
      } catch (IOException e) {
        list.add(name, ContainerEntry.NOWHERE, LINK);
        return;
      }
    }
    boolean folder = found.isDirectory();
    list.add(name, folder ? 0 : found.size(), link | (folder ? FOLDER : 0));
  }
}
