package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileSystem;

/**
 * The files and folders below a folder, each folder before its content, sorted by name. If all
 * folders below it are entered, they are listed when it is opened, and forgotten when it is closed.
 */
final class FolderContainer implements Container {
  private static final int MOST_LEVELS = 64;

  private final FolderLists lists;
  private final FileSystem fileSystem;
  private final org.apache.hadoop.fs.Path root;
  private final FolderFiles files;
  private final boolean followLinks;

  /** Whether to enter a folder, by its path relative to the root; null if all are entered. */
  private final Predicate<String> enters;

  private final Deque<Level> levels = new ArrayDeque<>();
  private ContainerEntry current;

  /** A folder of the walk: its path relative to the root, and its content. */
  private record Level(String path, org.apache.hadoop.fs.Path folder, PackedPaths.Cursor content) {}

  /**
   * Opens a folder.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   */
  FolderContainer(FolderLists lists, org.apache.hadoop.fs.Path root, boolean followLinks)
      throws IOException {
    this(lists, root, followLinks, null);
  }

  /**
   * Opens a folder and those folders below it that are entered.
   *
   * @param enters whether to enter a folder, by its path relative to the root
   */
  FolderContainer(
      FolderLists lists,
      org.apache.hadoop.fs.Path root,
      boolean followLinks,
      Predicate<String> enters)
      throws IOException {
    this.lists = lists;
    this.fileSystem = lists.fileSystem(root);
    this.root = fileSystem.makeQualified(root);
    this.files = FolderFiles.of(lists.hadoop(), root);
    this.followLinks = followLinks;
    this.enters = enters;
    if (enters == null) {
      lists.prefetchBelow(this.root);
    }
    enter("", this.root);
  }

  private void enter(String path, org.apache.hadoop.fs.Path folder) throws IOException {
    levels.push(new Level(path, folder, lists.list(folder).cursor()));
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public Optional<FolderFiles> files() {
    return Optional.of(files);
  }

  @Override
  public ContainerEntry next() throws IOException {
    while (!levels.isEmpty() && !levels.peek().content().next()) {
      levels.pop();
    }
    if (levels.isEmpty()) {
      return null;
    }
    Level level = levels.peek();
    PackedPaths.Cursor found = level.content();
    String name = found.path();
    String path = level.path().isEmpty() ? name : level.path() + "/" + name;
    current = FolderLists.entry(path, found);
    if (current.size() == ContainerEntry.NOWHERE) {
      return current;
    }
    if ((found.number() & FolderLister.LINK) != 0) {
      requireAllowed(FolderLists.child(level.folder(), name));
    }
    if (current.folder() && (enters == null || enters.test(path))) {
      if (levels.size() > MOST_LEVELS) {
        throw new DataException(
            Text.format(
                "%s: expected at most %d folders within each other, found more",
                files.name(path), MOST_LEVELS));
      }
      enter(path, FolderLists.child(level.folder(), name));
    }
    return current;
  }

  /** A link to a folder above it would make the walk endless, so it is never followed. */
  private void requireAllowed(org.apache.hadoop.fs.Path path) throws IOException {
    if (!followLinks) {
      ImageFile.requireInside(fileSystem, root, path);
    }
    if (current.folder()) {
      Path link = Paths.get(path.toUri().getPath());
      if (isEntered(link.toRealPath())) {
        throw new DataException(
            Text.format(
                "%s: expected no link to a folder that contains it, found one; remove the link",
                files.name(current.path())));
      }
    }
  }

  /**
   * Returns whether the walk is within a folder; links to each other lead there by another path.
   */
  private boolean isEntered(Path folder) throws IOException {
    for (Level level : levels) {
      if (Paths.get(level.folder().toUri().getPath()).toRealPath().startsWith(folder)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public byte[] content() throws IOException {
    return files.content(current.path(), current.size());
  }

  @Override
  public byte[] head(int bytes) throws IOException {
    return files.head(current.path(), current.size(), bytes);
  }

  @Override
  public void close() {
    if (enters == null) {
      lists.clear();
    }
  }
}
