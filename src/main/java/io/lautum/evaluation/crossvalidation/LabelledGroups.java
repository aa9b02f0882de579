package io.lautum.evaluation.crossvalidation;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The labelled images with their groups: nearly equal images, and images whose names state the same
 * group.
 *
 * @param names name of each image
 * @param labels label of each image
 * @param groups group of each image
 * @param classes class names, by label
 * @param unmatched number of images without a match of the pattern; 0 without a pattern
 */
record LabelledGroups(
    String[] names, int[] labels, int[] groups, List<String> classes, int unmatched) {
  /**
   * Groups the images.
   *
   * @param target the manifest's description of the images
   * @param pattern pattern of the images' names; empty if names do not state groups
   */
  static LabelledGroups of(Shard pool, DatasetSummary target, Optional<Pattern> pattern) {
    String[] names = IntStream.range(0, pool.size()).mapToObj(pool::name).toArray(String[]::new);
    ImageGroups groups = new ImageGroups(pool.size());
    boolean vectors = target.normalization().ofVectors();
    SimilarImages.join(pool.pixels(), vectors ? null : target.shape(), groups);
    int unmatched = pattern.map(p -> names.length - NamedGroups.join(names, p, groups)).orElse(0);
    return new LabelledGroups(names, pool.labels(), groups.groups(), target.classes(), unmatched);
  }

  /** Returns the number of groups, images that are alone included. */
  int count() {
    return (int) Arrays.stream(groups).distinct().count();
  }

  /**
   * Divides the images.
   *
   * @param wanted number of parts; fewer are made if there are fewer groups
   * @throws DataException if there are fewer than two groups
   */
  GroupedFolds folds(int wanted, long seed) {
    if (count() < 2) {
      throw new DataException(
          Text.format(
              "the %d labelled images are one group, so none can be held out; label other images,"
                  + " or change adapt.group-pattern",
              labels.length));
    }
    return new GroupedFolds(groups, labels, classes.size(), wanted, seed);
  }

  /** Returns sentences about what an estimate with these parts misses. */
  List<String> remarks(GroupedFolds folds) {
    int[] parts = folds.folds();
    List<String> remarks = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      int wanted = label;
      int[] images = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
      if (images.length > 0 && Arrays.stream(images).map(i -> parts[i]).distinct().count() < 2) {
        remarks.add(
            Text.format(
                "class %s has %s: no model has learned the class when they are held out, so the"
                    + " estimate counts them as errors; label more of this class",
                classes.get(label), place(images)));
      }
    }
    unmatchedRemark().ifPresent(remarks::add);
    return remarks;
  }

  /** Returns a sentence about the images without a match of the pattern; empty if all match. */
  Optional<String> unmatchedRemark() {
    return unmatched == 0
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "adapt.group-pattern does not match %d of %d names; these images count as"
                    + " independent",
                unmatched, names.length));
  }

  /** Returns where the images of a class are that are all in one part. */
  private String place(int[] images) {
    if (images.length == 1) {
      return "a single labelled image";
    }
    long different = Arrays.stream(images).map(i -> groups[i]).distinct().count();
    return different == 1
        ? Text.format("%d labelled images in a single group", images.length)
        : Text.format(
            "%d labelled images whose %d groups are in one part", images.length, different);
  }
}
