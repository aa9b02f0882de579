package io.lautum.data.read.images;

import io.lautum.data.file.Container;
import io.lautum.data.file.FolderFiles;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.PackedPaths;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** How executors find the images of each subset with their labels. */
interface ImagePlan extends Serializable {
  /** Returns the number of images of a subset. */
  long count(Split subset);

  /** Opens the images of a subset in their order. */
  ImageFiles open(Configuration hadoop, Split subset) throws IOException;

  /** The images of a folder, listed by the driver. */
  record Listed(String folder, PackedPaths train, PackedPaths test) implements ImagePlan {
    /**
     * Returns the plan of a folder's images.
     *
     * @param images all images
     * @param classes class names in label order
     */
    static Listed of(
        FolderFiles folder, PackedPaths images, ImageLayout layout, List<String> classes) {
      Map<String, Integer> labels = labels(classes);
      PackedPaths.Builder train = new PackedPaths.Builder();
      PackedPaths.Builder test = new PackedPaths.Builder();
      PackedPaths.Cursor image = images.cursor();
      while (image.next()) {
        String path = image.path();
        layout
            .place(path)
            .filter(place -> labels.containsKey(place.className()))
            .ifPresent(
                place ->
                    (place.subset() == Split.TRAIN ? train : test)
                        .add(path, image.size(), labels.get(place.className())));
      }
      return new Listed(folder.name(), train.build(), test.build());
    }

    private PackedPaths list(Split subset) {
      return subset == Split.TRAIN ? train : test;
    }

    @Override
    public long count(Split subset) {
      return list(subset).count();
    }

    @Override
    public ImageFiles open(Configuration hadoop, Split subset) throws IOException {
      return new ListedImages(FolderFiles.of(hadoop, new Path(folder)), list(subset));
    }
  }

  /**
   * The images of an archive, which is walked by each task.
   *
   * @param archive the archive, or the folder that contains only it
   * @param train number of training images of the classes
   * @param test number of test images likewise
   */
  record Walked(String archive, ImageLayout layout, List<String> classes, long train, long test)
      implements ImagePlan {
    @Override
    public long count(Split subset) {
      return subset == Split.TRAIN ? train : test;
    }

    @Override
    public ImageFiles open(Configuration hadoop, Split subset) throws IOException {
      Map<String, Integer> labels = labels(classes);
      return new WalkedImages(
          new ImageWalk(Container.open(new FolderLists(hadoop), archive, false)),
          path ->
              layout
                  .place(path)
                  .filter(place -> place.subset() == subset)
                  .map(place -> labels.get(place.className()))
                  .orElse(-1));
    }
  }

  private static Map<String, Integer> labels(List<String> classes) {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(name -> labels.put(name, labels.size()));
    return labels;
  }
}
