package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LabelledGroupsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 12, 12);
  private static final String[] NAMES = {
    "cat/p1-a.png", "cat/p1-b.png", "cat/p2-a.png", "dog/p2-b.png", "dog/p3.png", "dog/other.png"
  };
  private static final int[] LABELS = {0, 0, 0, 1, 1, 1};

  @Test
  void namesWithOneGroupAreTogether() {
    LabelledGroups groups = LabelledGroups.of(pool(NAMES, LABELS), target(), pattern("(p\\d)"));
    assertThat(groups.groups()).containsExactly(0, 0, 2, 2, 4, 5);
    assertThat(groups.count()).isEqualTo(4);
    assertThat(groups.remarks(groups.folds(2, 1)))
        .containsExactly(
            "adapt.group-pattern does not match 1 of 6 names; these images count as independent");
    assertThat(LabelledGroups.of(pool(NAMES, LABELS), target(), pattern("(.)")).unmatchedRemark())
        .isEmpty();
  }

  @Test
  void equalImagesJoinTheirGroups() {
    Shard pool = pool(NAMES, LABELS);
    pool.pixels()[5] = pool.pixels()[0].clone();
    LabelledGroups groups = LabelledGroups.of(pool, target(), pattern("(p\\d)"));
    assertThat(groups.groups()).containsExactly(0, 0, 2, 2, 4, 0);
  }

  @Test
  void classOfASingleGroupIsStated() {
    LabelledGroups groups = LabelledGroups.of(pool(NAMES, LABELS), target(), pattern("^(cat)/"));
    assertThat(groups.remarks(groups.folds(2, 1)).get(0))
        .startsWith("class cat has 3 labelled images in a single group: no model has learned");
    LabelledGroups single =
        LabelledGroups.of(pool(NAMES, new int[] {0, 1, 1, 1, 1, 1}), target(), Optional.empty());
    assertThat(single.remarks(single.folds(2, 1)))
        .singleElement()
        .asString()
        .startsWith("class cat has a single labelled image: ");
  }

  /**
   * Seven eels fill one part and a cat with four dogs the other one. A cat with three eels goes to
   * the part that lacks eels, so both cats are held out together.
   */
  @Test
  void classWhoseGroupsAreInOnePartIsStated() {
    int[] labels = {2, 2, 2, 2, 2, 2, 2, 0, 1, 1, 1, 1, 0, 2, 2, 2};
    int[] groups = {0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7, 12, 12, 12, 12};
    LabelledGroups images =
        new LabelledGroups(
            new String[labels.length], labels, groups, List.of("cat", "dog", "eel"), 0);
    List<String> remarks = images.remarks(images.folds(2, 1));
    assertThat(remarks).hasSize(2);
    assertThat(remarks.get(0))
        .startsWith("class cat has 2 labelled images whose 2 groups are in one part: no model has");
    assertThat(remarks.get(1))
        .startsWith("class dog has 4 labelled images in a single group: no model has learned");
  }

  @Test
  void oneGroupCannotBeDivided() {
    LabelledGroups groups = LabelledGroups.of(pool(NAMES, LABELS), target(), pattern("(.)"));
    assertThat(groups.count()).isEqualTo(2);
    LabelledGroups one = LabelledGroups.of(pool(NAMES, LABELS), target(), pattern("(\\.)"));
    assertThatThrownBy(() -> one.folds(5, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the 6 labelled images are one group, so none can be held out");
  }

  @Test
  void imagesWithoutNamesAreNumbered() {
    assertThat(LabelledGroups.of(pool(null, LABELS), target(), Optional.empty()).names())
        .startsWith("image-0", "image-1");
  }

  private static Optional<Pattern> pattern(String text) {
    return Optional.of(Pattern.compile(text));
  }

  private static Shard pool(String[] names, int[] labels) {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] pixels = new byte[labels.length][SHAPE.size()];
    long[] ids = new long[labels.length];
    for (int i = 0; i < pixels.length; i++) {
      ids[i] = i;
      for (int p = 0; p < pixels[i].length; p++) {
        pixels[i][p] = (byte) random.nextInt(256);
      }
    }
    return new Shard(ids, labels, pixels, null, names);
  }

  private static DatasetSummary target() {
    Manifest.Counts counts = new Manifest.Counts(6, null);
    Normalization normalization = new Normalization(new float[] {0.5f}, new float[] {0.3f});
    return new DatasetSummary(
        "animals", SHAPE, List.of("cat", "dog"), normalization, counts, counts, counts, counts);
  }
}
