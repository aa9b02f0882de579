package io.lautum.data.file;

import io.lautum.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The content of a folder as messages show it, so that a wrong path is noticed at once. */
public final class FolderListing {
  private static final int MOST_NAMES = 6;

  private FolderListing() {}

  /** Returns the first names, folders with a slash, and the number of the others. */
  public static String of(FileSystem fileSystem, Path folder) throws IOException {
    FileStatus[] children = fileSystem.listStatus(folder);
    List<String> names = new ArrayList<>();
    Arrays.stream(children)
        .map(child -> child.getPath().getName() + (child.isDirectory() ? "/" : ""))
        .sorted()
        .limit(MOST_NAMES)
        .forEach(names::add);
    if (children.length == 0) {
      return "an empty folder";
    }
    int more = children.length - names.size();
    return String.join(", ", names) + (more == 0 ? "" : Text.format(" and %d more", more));
  }
}
