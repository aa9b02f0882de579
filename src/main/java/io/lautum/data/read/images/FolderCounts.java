package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The number of images in each folder of a container, by the folder's relative path. */
final class FolderCounts {
  private static final int MOST_FOLDERS = 1 << 18;

  private final TreeMap<String, long[]> images = new TreeMap<>();

  /** Adds a folder, with or without images. */
  void addFolder(String path) {
    String folder = path;
    while (images.putIfAbsent(folder, new long[1]) == null && !folder.isEmpty()) {
      folder = parent(folder);
    }
    if (images.size() > MOST_FOLDERS) {
      throw new DataException(
          Text.format("%s: expected at most %d folders, found more", path, MOST_FOLDERS));
    }
  }

  void addImage(String path) {
    String folder = parent(path);
    addFolder(folder);
    images.get(folder)[0]++;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Returns the path of a folder's child. */
  static String child(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Returns the paths of all folders, the container among them, sorted. */
  Set<String> folders() {
    return Collections.unmodifiableSet(images.keySet());
  }

  /** Returns the number of images that lie directly in a folder. */
  long in(String folder) {
    long[] count = images.get(folder);
    return count == null ? 0 : count[0];
  }

  /** Returns the number of images in a folder and at any depth below it. */
  long below(String folder) {
    return in(folder) + within(folder).values().stream().mapToLong(count -> count[0]).sum();
  }

  /** Returns the names of the folders in a folder, sorted. */
  List<String> children(String folder) {
    TreeSet<String> names = new TreeSet<>();
    int start = folder.isEmpty() ? 0 : folder.length() + 1;
    for (String path : within(folder).keySet()) {
      int end = path.indexOf('/', start);
      names.add(path.substring(start, end < 0 ? path.length() : end));
    }
    return new ArrayList<>(names);
  }

  /** Returns the names of the folders in a folder that have images at any depth, sorted. */
  List<String> filled(String folder) {
    return children(folder).stream().filter(name -> below(child(folder, name)) > 0).toList();
  }

  /** Descends through folders that contain only one other folder, to one with several. */
  String inner(String folder) {
    List<String> only = filled(folder);
    if (in(folder) > 0 || only.size() != 1) {
      return folder;
    }
    String child = child(folder, only.get(0));
    return in(child) == 0 && filled(child).size() > 1 ? inner(child) : folder;
  }

  private SortedMap<String, long[]> within(String folder) {
    // The character after the slash bounds all paths below the folder.
    return folder.isEmpty()
        ? images.tailMap("", false)
        : images.subMap(folder + "/", folder + (char) ('/' + 1));
  }
}
