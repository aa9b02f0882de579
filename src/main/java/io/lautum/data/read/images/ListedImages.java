package io.lautum.data.read.images;

import io.lautum.data.file.FolderFiles;
import io.lautum.data.file.PackedPaths;
import java.io.IOException;
import java.util.function.Predicate;

/** The listed images of a folder, whose labels are the numbers in the list. */
final class ListedImages implements ImageFiles {
  private final FolderFiles files;
  private final PackedPaths.Cursor list;
  private final Predicate<String> enters;
  private String folder;
  private boolean entered;

  /**
   * @param enters whether to return the images directly in a folder, by its path
   */
  ListedImages(FolderFiles files, PackedPaths list, Predicate<String> enters) {
    this.files = files;
    this.list = list.cursor();
    this.enters = enters;
  }

  /** Creates the sequence of all images of a list. */
  ListedImages(FolderFiles files, PackedPaths list) {
    this(files, list, folder -> true);
  }

  @Override
  public boolean next() {
    while (list.next()) {
      if (!list.folder().equals(folder)) {
        folder = list.folder();
        entered = enters.test(folder);
      }
      if (entered) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String path() {
    return list.path();
  }

  @Override
  public String name() {
    return files.name(list.path());
  }

  @Override
  public long size() {
    return list.size();
  }

  @Override
  public int label() {
    return list.number();
  }

  @Override
  public byte[] content() throws IOException {
    return files.content(list.path(), list.size());
  }

  @Override
  public void close() {
    // Nothing to close: each file is closed as soon as it is read.
  }
}
