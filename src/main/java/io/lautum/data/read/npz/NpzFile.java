package io.lautum.data.read.npz;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.ZipContainer;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the arrays of a dataset in a zip archive of numpy's arrays: {@code train_images}, {@code
 * train_labels} and the same with {@code test} and {@code val} (MedMNIST), or {@code x_train},
 * {@code y_train}, {@code x_test} and {@code y_test} (Keras), or the same in other order or case. A
 * dataset may also be four archives of one array each, {@code kmnist-train-imgs.npz}, {@code
 * kmnist-train-labels.npz} and the same with {@code test} (KMNIST).
 *
 * @param path the archive, or the folder of several
 * @param arrays where each array is, by its name
 */
record NpzFile(String path, Map<String, Place> arrays) {
  private static final String SUFFIX = ".npz";
  private static final String ARRAY = ".npy";
  private static final int MOST_ARRAYS = 1 << 10;
  private static final String IMAGES = "x|images?|imgs?|data";
  private static final String LABELS = "y|labels?|targets?";

  /** What a name calls the parts of a dataset. */
  private static final Map<String, String> PARTS =
      Map.of("train", "train(ing)?", "test", "test(ing)?", "val", "val(id(ation)?)?");

  /** The kind and the part of an array in either order and any case. */
  private static final String VARIANTS = "(?i)((%1$s)[-_]?%2$s|%2$s[-_]?(%1$s))";

  private static final String EXPECTED =
      "arrays train_images, train_labels, test_images and test_labels, or x_train, y_train, x_test"
          + " and y_test";
  private static final Pattern SINGLE =
      Pattern.compile(
          "(?<prefix>.*?)[-_]?(?<set>train|test|val)[-_](?<kind>imgs|images|labels)\\.npz",
          Pattern.CASE_INSENSITIVE);

  NpzFile {
    arrays = new TreeMap<>(arrays);
  }

  /** An array's archive and entry. */
  record Place(Path archive, String entry) {}

  /**
   * Opens the archive, the only one in a folder, or those of one array each.
   *
   * @throws DataException if there is none, or those of several datasets
   */
  static NpzFile find(Configuration hadoop, String path) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(hadoop);
    if (!fileSystem.exists(given)) {
      throw new DataException(Text.format("%s: expected a .npz file, found no such file", path));
    }
    if (fileSystem.getFileStatus(given).isFile()) {
      Matcher name = SINGLE.matcher(given.getName());
      return name.matches()
          ? together(hadoop, in(new FolderLists(hadoop), given.getParent()), name.group("prefix"))
          : new NpzFile(path, arrays(hadoop, given));
    }
    List<Path> found = in(new FolderLists(hadoop), given);
    if (found.size() == 1) {
      return new NpzFile(found.get(0).toString(), arrays(hadoop, found.get(0)));
    }
    Set<String> datasets = new TreeSet<>();
    for (Path file : found) {
      Matcher name = SINGLE.matcher(file.getName());
      datasets.add(name.matches() ? name.group("prefix") : file.getName());
    }
    if (datasets.size() != 1) {
      throw new DataException(
          Text.format(
              "%s: expected exactly one .npz file, or those of one dataset, found %s; set path to a"
                  + " file",
              path,
              found.isEmpty()
                  ? FolderListing.of(fileSystem, given)
                  : String.join(", ", found.stream().map(Path::getName).toList())));
    }
    return together(hadoop, found, datasets.iterator().next());
  }

  /** Returns the arrays of archives with one array each, named as if they were in one archive. */
  private static NpzFile together(Configuration hadoop, List<Path> files, String prefix)
      throws IOException {
    Map<String, Place> arrays = new TreeMap<>();
    for (Path file : files) {
      Matcher name = SINGLE.matcher(file.getName());
      if (name.matches() && name.group("prefix").equals(prefix)) {
        Map<String, Place> inside = arrays(hadoop, file);
        if (inside.size() != 1) {
          throw new DataException(
              Text.format(
                  "%s: expected one array, found %s",
                  file, inside.isEmpty() ? "none" : String.join(", ", inside.keySet())));
        }
        String kind = name.group("kind").equalsIgnoreCase("labels") ? "_labels" : "_images";
        arrays.put(
            name.group("set").toLowerCase(Locale.ROOT) + kind, inside.values().iterator().next());
      }
    }
    return new NpzFile(files.get(0).getParent().toString(), arrays);
  }

  private static Map<String, Place> arrays(Configuration hadoop, Path archive) throws IOException {
    Map<String, Place> arrays = new TreeMap<>();
    try (ZipContainer zip = ZipContainer.open(hadoop, archive)) {
      for (ContainerEntry entry = zip.next(); entry != null; entry = zip.next()) {
        String name = entry.path();
        if (name.endsWith(ARRAY) && arrays.size() < MOST_ARRAYS) {
          arrays.put(name.substring(0, name.length() - ARRAY.length()), new Place(archive, name));
        }
      }
    }
    return arrays;
  }

  /** Returns the .npz files in a folder. */
  static List<Path> in(FolderLists lists, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (ContainerEntry file :
        lists.entries(folder, entry -> !entry.folder() && isArchive(entry.path()))) {
      Path path = FolderLists.child(folder, file.path());
      found.add(lists.fileSystem(folder).makeQualified(path));
    }
    return found;
  }

  static boolean isArchive(String name) {
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
  }

  /** Returns which arrays serve as a subset: {@code val} as test set if there is no other. */
  String part(Split subset) {
    if (subset == Split.TRAIN) {
      return "train";
    }
    return has("test") || !has("val") ? "test" : "val";
  }

  /** Returns whether there are images of a part. */
  private boolean has(String part) {
    return array(part, false).isPresent();
  }

  /** Returns the name of an array: the published one, or else a variant of it. */
  private Optional<String> array(String part, boolean labels) {
    String published = part + (labels ? "_labels" : "_images");
    String keras = (labels ? "y_" : "x_") + part;
    Pattern variant =
        Pattern.compile(Text.format(VARIANTS, labels ? LABELS : IMAGES, PARTS.get(part)));
    return Stream.concat(
            Stream.of(published, keras).filter(arrays::containsKey),
            arrays.keySet().stream().filter(name -> variant.matcher(name).matches()))
        .findFirst();
  }

  /** Returns which arrays serve as test set, if that is not clear from their names. */
  List<DatasetNote> notes() {
    if (!has("val")) {
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
    String name =
        array(part, labels)
            .orElseThrow(
                () ->
                    new DataException(
                        Text.format(
                            "%s: expected %s, found %s",
                            path, EXPECTED, String.join(", ", arrays.keySet()))));
    Place place = arrays.get(name);
    return BinaryFile.of(ZipContainer.open(hadoop, place.archive(), place.entry()));
  }
}
