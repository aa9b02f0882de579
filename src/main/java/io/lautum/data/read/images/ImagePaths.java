package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.experiment.storage.Places;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds image files by the rules for datasets: by suffix or first bytes, without system files. */
public final class ImagePaths {
  private ImagePaths() {}

  /** Returns whether a file has the suffix of an image. */
  public static boolean hasImageSuffix(String path) {
    return ImageWalk.hasImageSuffix(path);
  }

  /**
   * Returns the images in a folder and all folders below it, sorted; or one image.
   *
   * @param path a folder, or a file, which need not be an image
   * @throws DataException if {@code path} does not exist, has no image, or a link leads out of it
   */
  public static List<String> below(Configuration hadoop, Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    List<String> images = new ArrayList<>();
    try {
      if (files.getFileStatus(path).isFile()) {
        return List.of(files.makeQualified(path).toString());
      }
      try (ImageWalk walk = new ImageWalk(Container.folder(hadoop, path))) {
        for (ContainerEntry entry = walk.next(); entry != null; entry = walk.next()) {
          if (!entry.folder() && !ImageWalk.isTable(entry.path())) {
            images.add(walk.path(entry));
          }
        }
      }
    } catch (FileNotFoundException e) {
      throw new DataException(path + ": no such folder" + Places.base(path.toString(), hadoop), e);
    }
    if (images.isEmpty()) {
      throw new DataException(path + ": expected images, found none");
    }
    images.sort(null);
    return images;
  }
}
