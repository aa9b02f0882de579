package io.lautum.network.engine.onednn;

import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a step that belong to a pass.
 *
 * @param numbers indices of the rows among all rows of the step, ascending
 */
record Rows(int[] numbers) {
  static Rows of(StepSpec step, List<ImageGroup> groups) {
    return new Rows(
        groups.stream()
            .flatMapToInt(
                group -> {
                  int first = step.firstRow(group.role());
                  return IntStream.range(first, first + group.rows());
                })
            .toArray());
  }

  int count() {
    return numbers.length;
  }

  /**
   * Returns these rows, one after the other.
   *
   * @param all all rows of the step
   * @return the rows; {@code all} itself if they are all rows
   */
  float[] gather(float[] all, int width) {
    if (all.length == count() * width) {
      return all;
    }
    float[] own = new float[count() * width];
    for (int i = 0; i < count(); i++) {
      System.arraycopy(all, numbers[i] * width, own, i * width, width);
    }
    return own;
  }

  /** Copies these rows to their positions among all rows. */
  void scatter(float[] own, float[] all) {
    int width = own.length / count();
    for (int i = 0; i < count(); i++) {
      System.arraycopy(own, i * width, all, numbers[i] * width, width);
    }
  }
}
