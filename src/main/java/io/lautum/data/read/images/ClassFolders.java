package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.OneClass;
import io.lautum.data.read.images.ImageLayout.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders of classes that have the subsets inside, such as {@code cat/train} and {@code cat/test}.
 *
 * @param top the folder that contains them
 * @param names names of those with images
 */
record ClassFolders(FolderCounts counts, String top, List<String> names) {
  /** Returns whether a folder has one that is named by a subset. */
  boolean haveSubsets() {
    return names.stream().anyMatch(name -> !subsets(folder(name)).isEmpty());
  }

  private String folder(String name) {
    return FolderCounts.child(top, name);
  }

  private List<String> subsets(String folder) {
    return counts.filled(folder).stream().filter(name -> SubsetName.of(name).isPresent()).toList();
  }

  /**
   * Returns the layout. Validation images serve as test set if no class has test images.
   *
   * @throws DataException if the folders are those of several datasets instead of classes
   */
  ImageLayout layout(String container) {
    if (!names.stream().allMatch(name -> isClass(folder(name)))) {
      throw new DataException(
          Text.format(
              "%s: expected the folders of one dataset, found those of %s; set path to one of them",
              container, String.join(", ", names)));
    }
    boolean test =
        names.stream().anyMatch(name -> SubsetName.TEST.among(subsets(folder(name))).isPresent());
    List<Part> parts = new ArrayList<>();
    for (String name : names) {
      for (String subset : subsets(folder(name))) {
        SubsetName kind = SubsetName.of(subset).orElseThrow();
        if (kind != SubsetName.VALIDATION || !test) {
          Split split = kind == SubsetName.TRAIN ? Split.TRAIN : Split.TEST;
          parts.add(new Part(FolderCounts.child(folder(name), subset), split, new OneClass(name)));
        }
      }
    }
    return new ImageLayout(top, parts, null);
  }

  /** Returns whether all images of a folder are directly in folders of subsets. */
  private boolean isClass(String folder) {
    List<String> subsets = subsets(folder);
    return counts.in(folder) == 0
        && subsets.equals(counts.filled(folder))
        && subsets.stream()
            .allMatch(subset -> counts.filled(FolderCounts.child(folder, subset)).isEmpty());
  }
}
