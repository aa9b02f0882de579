package io.lautum.data.read.images;

import io.lautum.data.file.ContainerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders next to a dataset's folder that are probably parts of the dataset and that nothing
 * reads. If the dataset's folder has the name of a part, such as {@code train}, these are all
 * folders next to it that have images; otherwise only those that have such a name themselves.
 */
public final class UnusedFolders {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedFolders.class);

  private static final Set<String> LABELLED = Set.of("labelled", "labeled", "annotated");

  /** Number of files and folders that are looked at in each folder. */
  private static final int MOST_ENTRIES = 1000;

  /** Number of folders next to the dataset's that are looked at. */
  private static final int MOST_FOLDERS = 100;

  /** Number of levels below a folder at which images are searched. */
  private static final int LEVELS = 3;

  private final FileSystem fileSystem;
  private final List<Path> used;
  private int entries;

  private UnusedFolders(FileSystem fileSystem, Collection<String> used) {
    this.fileSystem = fileSystem;
    this.used =
        used.stream().filter(path -> !path.isBlank()).map(Path::new).map(this::local).toList();
  }

  /**
   * Returns the names of the unused folders, sorted; empty if {@code place} is not a folder, or the
   * folder that contains it cannot be listed.
   *
   * @param place folder or archive of a dataset
   * @param used other places that the experiment reads or writes
   */
  public static List<String> nextTo(Configuration hadoop, String place, Collection<String> used)
      throws IOException {
    Path given = new Path(place);
    UnusedFolders folders = new UnusedFolders(given.getFileSystem(hadoop), used);
    Path folder = folders.local(given);
    if (folder.getParent() == null || !folders.fileSystem.getFileStatus(folder).isDirectory()) {
      return List.of();
    }
    try {
      return folders.unused(folder);
    } catch (IOException e) {
      LOG.debug("{}: cannot be searched for unused folders", folder.getParent(), e);
      return List.of();
    }
  }

  /** Returns a path without its file system, which datasets may spell in several ways. */
  private Path local(Path path) {
    return Path.getPathWithoutSchemeAndAuthority(
        path.makeQualified(fileSystem.getUri(), fileSystem.getWorkingDirectory()));
  }

  private List<String> unused(Path folder) throws IOException {
    boolean all = isPart(folder.getName());
    List<FileStatus> found =
        Arrays.stream(fileSystem.listStatus(folder.getParent()))
            .filter(FileStatus::isDirectory)
            .filter(child -> all || isPart(child.getPath().getName()))
            .sorted(Comparator.comparing(child -> child.getPath().getName()))
            .limit(MOST_FOLDERS)
            .toList();
    List<String> names = new ArrayList<>();
    for (FileStatus child : found) {
      Path path = local(child.getPath());
      entries = 0;
      if (!path.equals(folder)
          && !ContainerEntry.isSystemFile(path.getName())
          && used.stream().noneMatch(other -> isWithin(other, path))
          && hasImages(path, LEVELS)) {
        names.add(path.getName());
      }
    }
    return names;
  }

  private static boolean isPart(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SubsetName.of(name).isPresent()
        || Arrays.stream(SubsetName.values()).anyMatch(subset -> subset.isWordOf(name))
        || LABELLED.contains(lower)
        || LayoutNotes.UNLABELLED.contains(lower);
  }

  private static boolean isWithin(Path path, Path folder) {
    return ImageLayout.relative(folder.toString(), path.toString()) != null;
  }

  private boolean hasImages(Path folder, int levels) throws IOException {
    List<Path> below = new ArrayList<>();
    for (FileStatus child : fileSystem.listStatus(folder)) {
      String name = child.getPath().getName();
      if (entries++ >= MOST_ENTRIES) {
        return false;
      }
      if (child.isFile() && !ContainerEntry.isSystemFile(name) && ImageWalk.hasImageSuffix(name)) {
        return true;
      }
      if (child.isDirectory() && !ContainerEntry.isSystemFile(name)) {
        below.add(child.getPath());
      }
    }
    if (levels > 0) {
      for (Path child : below) {
        if (hasImages(child, levels - 1)) {
          return true;
        }
      }
    }
    return false;
  }
}
