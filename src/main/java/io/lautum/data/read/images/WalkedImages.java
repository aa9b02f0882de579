package io.lautum.data.read.images;

import io.lautum.data.file.ContainerEntry;
import java.io.IOException;
import java.util.function.ToIntFunction;

/** The images of an archive in its order. */
final class WalkedImages implements ImageFiles {
  private final ImageWalk walk;
  private final ToIntFunction<String> labels;
  private ContainerEntry current;
  private int label;

  /**
   * @param labels label of an image by its path; negative for images to pass over
   */
  WalkedImages(ImageWalk walk, ToIntFunction<String> labels) {
    this.walk = walk;
    this.labels = labels;
  }

  @Override
  public boolean next() throws IOException {
    for (current = walk.next(); current != null; current = walk.next()) {
      if (!current.folder() && !ImageWalk.isTable(current.path())) {
        label = labels.applyAsInt(current.path());
        if (label >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public String path() {
    return current.path();
  }

  @Override
  public String name() {
    return walk.path(current);
  }

  @Override
  public long size() {
    return current.size();
  }

  @Override
  public int label() {
    return label;
  }

  @Override
  public byte[] content() throws IOException {
    return walk.content();
  }

  @Override
  public void close() throws IOException {
    walk.close();
  }
}
