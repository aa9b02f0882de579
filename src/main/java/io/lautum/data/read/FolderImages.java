package io.lautum.data.read;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The images below a folder, sorted by path, training images first. Lists one class at a time. */
final class FolderImages implements ImageFiles {
  private final FileSystem fileSystem;
  private final Path root;
  private final Deque<FileStatus> classes = new ArrayDeque<>();
  private final Deque<FileStatus> images = new ArrayDeque<>();
  private FileStatus current;

  FolderImages(FileSystem fileSystem, Path root) throws IOException {
    this.fileSystem = fileSystem;
    this.root = fileSystem.makeQualified(root);
    for (Split subset : Split.values()) {
      Path folder = new Path(this.root, subset.directory());
      if (fileSystem.exists(folder)) {
        ImageFile.requireInside(fileSystem, this.root, folder);
        classes.addAll(sorted(folder));
      }
    }
  }

  @Override
  public ImageEntry next() throws IOException {
    while (!images.isEmpty() || !classes.isEmpty()) {
      current = images.isEmpty() ? classes.pop() : images.pop();
      ImageFile.requireInside(fileSystem, root, current.getPath());
      Optional<ImageEntry> entry =
          ImageEntry.parse(root.toString(), relative(current.getPath()), current.isDirectory());
      if (entry.isPresent()) {
        if (entry.get().folder()) {
          images.addAll(sorted(current.getPath()));
        }
        return entry.get();
      }
    }
    return null;
  }

  @Override
  public byte[] content() throws IOException {
    return ImageFile.read(fileSystem, current);
  }

  private String relative(Path path) {
    return root.toUri().relativize(path.toUri()).getPath();
  }

  private Deque<FileStatus> sorted(Path folder) throws IOException {
    FileStatus[] found = fileSystem.listStatus(folder);
    Arrays.sort(found, Comparator.comparing(status -> status.getPath().getName()));
    return new ArrayDeque<>(Arrays.asList(found));
  }

  @Override
  public void close() {
    // Nothing to close: each image's file is closed as soon as it is read.
  }
}
