package io.lautum.experiment.result;

import java.util.List;

/**
 * Measures of a confusion matrix that do not depend on how many images the classes have.
 *
 * @param images number of images
 * @param classes number of classes with images
 * @param majority index of the class with the most images
 * @param majorityShare share of the images that this class has: the accuracy of always answering it
 * @param balancedAccuracy mean recall of the classes with images
 * @param macroF1 mean over these classes of the harmonic mean of precision and recall, 0 for a
 *     class without any correct answer
 */
public record ClassBalance(
    long images,
    int classes,
    int majority,
    double majorityShare,
    double balancedAccuracy,
    double macroF1) {
  /**
   * Returns the measures of a matrix.
   *
   * @param confusion counts with at least one image; rows are true classes, columns predicted ones
   */
  public static ClassBalance of(List<List<Long>> confusion) {
    int count = confusion.size();
    long[] actual = new long[count];
    long[] predicted = new long[count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        actual[row] += confusion.get(row).get(column);
        predicted[column] += confusion.get(row).get(column);
      }
    }
    long images = 0;
    int classes = 0;
    int majority = 0;
    double recalls = 0;
    double f1 = 0;
    for (int label = 0; label < count; label++) {
      images += actual[label];
      majority = actual[label] > actual[majority] ? label : majority;
      if (actual[label] > 0) {
        classes++;
        double correct = confusion.get(label).get(label);
        recalls += correct / actual[label];
        f1 += 2 * correct / (actual[label] + predicted[label]);
      }
    }
    return new ClassBalance(
        images,
        classes,
        majority,
        (double) actual[majority] / images,
        recalls / classes,
        f1 / classes);
  }
}
