package io.lautum.data.prepare;

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
    SplitStatistics train = dataset.train().census();
    constant(doubts, train, "training");
    constant(doubts, dataset.test().census(), "test");
    long[] byClass = train.byClass();
    int majority =
        IntStream.range(0, byClass.length)
            .reduce((a, b) -> byClass[b] > byClass[a] ? b : a)
            .orElseThrow();
    double share = (double) byClass[majority] / Math.max(1, train.size());
    if (byClass.length > 1 && share >= UNBALANCED / byClass.length) {
      doubts.add(
          "Doubt: %s has %.0f %% of the training images"
              .formatted(dataset.raw().info().classes().get(majority), 100 * share));
    }
    shared(doubts, dataset.test(), "test images", dataset.train(), "training set");
    return doubts;
  }

  /** Returns the doubts about the sets of a target that are in separate places. */
  static List<String> of(DecodedTarget target) {
    List<String> doubts = new ArrayList<>();
    DecodedSplit labelled = target.labelled().train();
    if (target.unlabelled() != null) {
      DecodedSplit unlabelled = target.unlabelled().train();
      constant(doubts, unlabelled.census(), "unlabelled");
      shared(doubts, labelled, "labelled images", unlabelled, "unlabelled set");
    }
    if (target.test() != null) {
      constant(doubts, target.test().train().census(), "test");
      shared(doubts, target.test().train(), "test images", labelled, "labelled set");
    }
    return doubts;
  }

  private static void constant(List<String> doubts, SplitStatistics census, String subset) {
    if (census.constant() > FEW * census.size()) {
      doubts.add(
          "Doubt: %d of %d %s images have only one colour; if they are transparent, set"
                  .formatted(census.constant(), census.size(), subset)
              + " image.background to another colour than their content's");
    }
  }

  private static void shared(
      List<String> doubts, DecodedSplit images, String name, DecodedSplit others, String set) {
    if (images.census().size() == 0 || others.census().size() == 0) {
      return;
    }
    long shared = SharedImages.count(images.examples(), others.examples());
    if (shared > 0) {
      doubts.add(
          "Doubt: %d of %d %s also occur in the %s"
              .formatted(shared, images.census().size(), name, set));
    }
  }
}
