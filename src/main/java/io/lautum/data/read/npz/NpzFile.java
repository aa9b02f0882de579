package io.lautum.data.read.npz;

import io.lautum.DataException;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.ZipContainer;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the arrays of a dataset in a zip archive of numpy's arrays: {@code train_images}, {@code
 * train_labels} and the same with {@code test} and {@code val} (MedMNIST), or {@code x_train},
 * {@code y_train}, {@code x_test} and {@code y_test} (Keras).
 *
 * @param path the archive
 * @param arrays the names of the arrays in it
 */
record NpzFile(String path, List<String> arrays) {
  private static final String SUFFIX = ".npz";
  private static final String ARRAY = ".npy";
  private static final String EXPECTED =
      "arrays train_images, train_labels, test_images and test_labels, or x_train, y_train, x_test"
          + " and y_test";

  /**
   * Opens the archive, or the only one in a folder.
   *
   * @throws DataException if there is none, or several
   */
  static NpzFile find(Configuration hadoop, String path) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(hadoop);
    if (!fileSystem.exists(given)) {
      throw new DataException("%s: expected a .npz file, found no such file".formatted(path));
    }
    Path file = given;
    if (fileSystem.getFileStatus(given).isDirectory()) {
      List<Path> found = in(fileSystem, given);
      if (found.size() != 1) {
        throw new DataException(
            "%s: expected exactly one .npz file, found %s; set path to the file"
                .formatted(
                    path,
                    found.isEmpty()
                        ? FolderListing.of(fileSystem, given)
                        : String.join(", ", found.stream().map(Path::getName).toList())));
      }
      file = found.get(0);
    }
    List<String> arrays = new ArrayList<>();
    try (ZipContainer zip = ZipContainer.open(hadoop, file)) {
      for (ContainerEntry entry = zip.next(); entry != null; entry = zip.next()) {
        if (entry.path().endsWith(ARRAY) && arrays.size() < 1 << 10) {
          arrays.add(entry.path().substring(0, entry.path().length() - ARRAY.length()));
        }
      }
    }
    return new NpzFile(file.toString(), List.copyOf(arrays));
  }

  /** Returns the .npz files in a folder. */
  static List<Path> in(FileSystem fileSystem, Path folder) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    for (FileStatus child : fileSystem.listStatus(folder)) {
      String name = child.getPath().getName();
      if (child.isFile() && isArchive(name)) {
        found.put(name, child.getPath());
      }
    }
    return List.copyOf(found.values());
  }

  static boolean isArchive(String name) {
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
  }

  /** Returns which arrays serve as a subset: {@code val} as test set if there is no other. */
  String part(Split subset) {
    if (subset == Split.TRAIN) {
      return "train";
    }
    return has("test_images") || has("x_test") || !has("val_images") ? "test" : "val";
  }

  private boolean has(String array) {
    return arrays.contains(array);
  }

  /** Returns which arrays serve as test set, if that is not clear from their names. */
  List<DatasetNote> notes() {
    if (!has("val_images")) {
      return List.of();
    }
    return List.of(
        part(Split.TEST).equals("val")
            ? DatasetNote.of("val_images serve as test set, because there are no test_images")
            : DatasetNote.of("val_images are not used; test_images serve as test set"));
  }

  /**
   * Opens an array at its start.
   *
   * @throws DataException if the archive does not have it
   */
  BinaryFile open(Configuration hadoop, Split subset, boolean labels) throws IOException {
    String part = part(subset);
    String medical = part + (labels ? "_labels" : "_images");
    String keras = (labels ? "y_" : "x_") + part;
    String name = has(medical) ? medical : keras;
    if (!has(name)) {
      throw new DataException(
          "%s: expected %s, found %s".formatted(path, EXPECTED, String.join(", ", arrays)));
    }
    ZipContainer zip = ZipContainer.open(hadoop, new Path(path));
    try {
      ContainerEntry entry = zip.next();
      while (!entry.path().equals(name + ARRAY)) {
        entry = zip.next();
      }
      return BinaryFile.of(zip.entryStream());
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }
}
