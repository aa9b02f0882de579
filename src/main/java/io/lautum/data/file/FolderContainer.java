package io.lautum.data.file;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * The files and folders below a folder, each folder before its content, sorted by name. Lists one
 * folder at a time.
 */
final class FolderContainer implements Container {
  private static final int MOST_LEVELS = 64;

  private final FileSystem fileSystem;
  private final org.apache.hadoop.fs.Path root;
  private final boolean followLinks;
  private final Predicate<String> enters;
  private final Deque<Deque<FileStatus>> levels = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private FileStatus current;

  /**
   * Opens a folder.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @param enters whether to list a folder, by its path relative to the root
   */
  FolderContainer(
      FileSystem fileSystem,
      org.apache.hadoop.fs.Path root,
      boolean followLinks,
      Predicate<String> enters)
      throws IOException {
    this.fileSystem = fileSystem;
    this.root = fileSystem.makeQualified(root);
    this.followLinks = followLinks;
    this.enters = enters;
    levels.push(sorted(this.root));
    names.push("");
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public ContainerEntry next() throws IOException {
    while (!levels.isEmpty()) {
      if (levels.peek().isEmpty()) {
        levels.pop();
        names.pop();
        continue;
      }
      current = levels.peek().pop();
      String name = current.getPath().getName();
      if (ContainerEntry.isSystemFile(name)) {
        continue;
      }
      String path = names.peek().isEmpty() ? name : names.peek() + "/" + name;
      if (current instanceof BrokenLink) {
        return new ContainerEntry(path, false, ContainerEntry.NOWHERE);
      }
      requireAllowed(path);
      if (current.isDirectory() && enters.test(path)) {
        if (levels.size() > MOST_LEVELS) {
          throw new DataException(
              "%s: expected at most %d folders within each other, found more"
                  .formatted(current.getPath(), MOST_LEVELS));
        }
        levels.push(sorted(current.getPath()));
        names.push(path);
      }
      return new ContainerEntry(path, current.isDirectory(), current.getLen());
    }
    return null;
  }

  /** A link to a folder above it would make the walk endless, so it is never followed. */
  private void requireAllowed(String path) throws IOException {
    if (!followLinks) {
      ImageFile.requireInside(fileSystem, root, current.getPath());
    }
    if (current.isDirectory() && fileSystem instanceof LocalFileSystem) {
      Path link = local(current.getPath());
      if (Files.isSymbolicLink(link)
          && link.getParent().toRealPath().startsWith(link.toRealPath())) {
        throw new DataException(
            "%s/%s: expected no link to a folder that contains it, found one; remove the link"
                .formatted(root, path));
      }
    }
  }

  @Override
  public byte[] content() throws IOException {
    if (current instanceof BrokenLink) {
      throw new DataException(
          "%s: expected a file, found a link to none".formatted(current.getPath()));
    }
    return ImageFile.read(fileSystem, current);
  }

  private record Child(String name, FileStatus status) {}

  private Deque<FileStatus> sorted(org.apache.hadoop.fs.Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>(Arrays.asList(fileSystem.listStatus(folder)));
    if (fileSystem instanceof LocalFileSystem) {
      addBrokenLinks(folder, found);
    }
    // Hadoop computes a name at each call, and sorting compares it many times.
    List<Child> children = new ArrayList<>(found.size());
    found.forEach(status -> children.add(new Child(status.getPath().getName(), status)));
    children.sort(Comparator.comparing(Child::name));
    Deque<FileStatus> sorted = new ArrayDeque<>(found.size());
    children.forEach(child -> sorted.add(child.status()));
    return sorted;
  }

  /** Hadoop leaves links without a target out of its listings. */
  private static void addBrokenLinks(org.apache.hadoop.fs.Path folder, List<FileStatus> listed) {
    String[] all = local(folder).toFile().list();
    if (all == null || all.length == listed.size()) {
      return;
    }
    for (String name : all) {
      Path path = local(folder).resolve(name);
      if (Files.isSymbolicLink(path) && !Files.exists(path)) {
        listed.add(new BrokenLink(folder, name));
      }
    }
  }

  private static final class BrokenLink extends FileStatus {
    private static final long serialVersionUID = 1L;

    private BrokenLink(org.apache.hadoop.fs.Path folder, String name) {
      // A relative path of one string would take a colon for the end of a scheme.
      super(
          0,
          false,
          0,
          0,
          0,
          new org.apache.hadoop.fs.Path(folder, new org.apache.hadoop.fs.Path(null, null, name)));
    }
  }

  private static Path local(org.apache.hadoop.fs.Path path) {
    return Paths.get(path.toUri().getPath());
  }

  @Override
  public void close() {
    // Nothing to close: each file is closed as soon as it is read.
  }
}
