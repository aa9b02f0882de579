package io.lautum.evaluation.predict;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.evaluation.outsiders.OutsiderScore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which scores of an image the output of {@code predict} has.
 *
 * @param top number of most probable classes to write, the most probable first; 0 for the
 *     probabilities of all classes in the model's order
 * @param least probability below which an image gets no label, because a wrong one would cost more
 * @param outsider score of an additional column; null for none
 */
public record ScoreForm(int top, double least, OutsiderScore outsider) implements Serializable {
  /** All probabilities, and a label for each image. */
  public static final ScoreForm ALL = new ScoreForm(0, 0, null);

  /**
   * @throws UserException if a value is not allowed
   */
  public ScoreForm {
    if (top < 0) {
      throw new UserException(Text.format("--top = %d: expected 1 or more", top));
    }
    if (!(least >= 0 && least <= 1)) {
      throw new UserException(
          Text.format("--min-probability = %s: expected a number from 0 to 1", least));
    }
  }

  /** Returns the columns of a table after that of the label. */
  List<String> columns(List<String> classes) {
    List<String> columns = new ArrayList<>();
    if (top == 0) {
      classes.forEach(name -> columns.add("p_" + name));
    }
    for (int rank = 1; rank <= written(classes.size()); rank++) {
      columns.add("label_" + rank);
      columns.add("probability_" + rank);
    }
    if (outsider != null) {
      columns.add(outsider.column());
    }
    return columns;
  }

  /** Returns how many classes are written in the order of their probabilities. */
  private int written(int classes) {
    return Math.min(top, classes);
  }

  /** Returns the label of an image; null if it has an error, or is not probable enough. */
  String label(Prediction prediction, List<String> classes) {
    boolean answers =
        prediction.error() == null
            && prediction.scores().probabilities()[prediction.scores().label()] >= least;
    return answers ? classes.get(prediction.scores().label()) : null;
  }

  /** Returns the values of {@link #columns} of an image without error. */
  List<String> cells(Prediction prediction, List<String> classes) {
    List<String> cells = new ArrayList<>();
    float[] probabilities = prediction.scores().probabilities();
    if (top == 0) {
      for (float probability : probabilities) {
        cells.add(Float.toString(probability));
      }
    }
    for (int k : ranked(prediction)) {
      cells.add(classes.get(k));
      cells.add(Float.toString(probabilities[k]));
    }
    if (outsider != null) {
      cells.add(Double.toString(prediction.scores().outsider(outsider)));
    }
    return cells;
  }

  /** Returns the most probable classes, the first of equally probable ones before the others. */
  List<Integer> ranked(Prediction prediction) {
    float[] probabilities = prediction.scores().probabilities();
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < probabilities.length; k++) {
      order.add(k);
    }
    order.sort((a, b) -> Float.compare(probabilities[b], probabilities[a]));
    return order.subList(0, written(probabilities.length));
  }
}
