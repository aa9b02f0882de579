package io.lautum.data.prepare;

import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** States what in the data is probably a mistake, as sentences. */
final class DataDoubts {
  /** Share of images of one colour that is not worth a sentence. */
  private static final double FEW = 0.01;

  /** The majority's share, divided by that of a balanced set, that is worth a sentence. */
  private static final double UNBALANCED = 2;

  private DataDoubts() {}

  /** Returns the doubts about one labelled dataset. */
  static List<String> of(DecodedDataset dataset) {
    List<String> doubts = new ArrayList<>();
    SplitStatistics train = dataset.train().statistics();
    constant(doubts, train, "training");
    constant(doubts, dataset.test().statistics(), "test");
    long[] byClass = train.byClass();
    int majority =
        IntStream.range(0, byClass.length)
            .reduce((a, b) -> byClass[b] > byClass[a] ? b : a)
            .orElseThrow();
    double share = (double) byClass[majority] / Math.max(1, train.size());
    if (byClass.length > 1 && share >= UNBALANCED / byClass.length) {
      doubts.add(
          Text.format(
              "Doubt: %s has %.0f %% of the training images",
              dataset.raw().info().classes().get(majority), 100 * share));
    }
    shared(doubts, dataset.test(), "test images", dataset.train(), "training set", null);
    return doubts;
  }

  /** Returns the doubts about the sets of a target that are in separate places. */
  static List<String> of(DecodedTarget target) {
    List<String> doubts = new ArrayList<>();
    DecodedSplit labelled = target.labelled().train();
    DatasetInfo info = target.labelled().raw().info();
    ImageShape shape = info.values() == ValueType.BYTE ? info.shape() : null;
    if (target.unlabelled() != null) {
      DecodedSplit unlabelled = target.unlabelled().train();
      constant(doubts, unlabelled.statistics(), "unlabelled");
      shared(doubts, labelled, "labelled images", unlabelled, "unlabelled set", shape);
    }
    if (target.test() != null) {
      constant(doubts, target.test().train().statistics(), "test");
      shared(doubts, target.test().train(), "test images", labelled, "labelled set", shape);
    }
    return doubts;
  }

  private static void constant(List<String> doubts, SplitStatistics statistics, String subset) {
    if (statistics.constant() > FEW * statistics.size()) {
      doubts.add(
          Text.format(
                  "Doubt: %d of %d %s images have only one colour; if they are transparent, set",
                  statistics.constant(), statistics.size(), subset)
              + " image.background to another colour than their content's");
    }
  }

  /**
   * Adds sentences on the images that are in two subsets.
   *
   * @param shape shape of the images; null if only equal ones are to be found
   */
  private static void shared(
      List<String> doubts,
      DecodedSplit images,
      String name,
      DecodedSplit others,
      String set,
      ImageShape shape) {
    long size = images.statistics().size();
    if (size == 0 || others.statistics().size() == 0) {
      return;
    }
    SharedImages shared = SharedImages.of(images.examples(), others.examples(), shape);
    if (shared.equal() > 0) {
      doubts.add(
          Text.format("Doubt: %d of %d %s also occur in the %s", shared.equal(), size, name, set));
    }
    if (shared.similar() > 0) {
      doubts.add(
          Text.format(
              "Doubt: %d of %d %s are nearly the same as images of the %s%s",
              shared.similar(),
              Math.min(size, SharedImages.MOST_COMPARED),
              name,
              set,
              shared.example().isEmpty() ? "" : ", e.g. " + PrintableText.of(shared.example())));
    }
  }
}
