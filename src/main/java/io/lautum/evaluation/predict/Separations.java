package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.outsiders.Separation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** Measures how well each score separates two sets of predictions. */
final class Separations {
  private Separations() {}

  /**
   * Returns the separation of each score, by all intact images.
   *
   * @param input place of the insiders
   * @param outsiders place of the outsiders
   * @throws DataException if a set has no intact image or a score that is not a number
   */
  static Map<OutsiderScore, Separation> of(
      String input,
      JavaRDD<Prediction> insidersOf,
      String outsiders,
      JavaRDD<Prediction> outsidersOf) {
    // Outsiders are usually fewer, so that a fault of theirs is found earlier.
    List<double[]> out = scores(outsiders, outsidersOf);
    List<double[]> in = scores(input, insidersOf);
    Map<OutsiderScore, Separation> separations = new EnumMap<>(OutsiderScore.class);
    for (OutsiderScore score : OutsiderScore.values()) {
      separations.put(score, Separation.of(values(in, score), values(out, score)));
    }
    return separations;
  }

  private static List<double[]> scores(String place, JavaRDD<Prediction> predictions) {
    List<double[]> scores =
        predictions
            .filter(prediction -> prediction.error() == null)
            .map(prediction -> prediction.scores().outsider())
            .collect();
    if (scores.isEmpty()) {
      throw new DataException(place + ": no intact examples, so no scores can be compared");
    }
    long undefined =
        scores.stream().filter(one -> Arrays.stream(one).anyMatch(Double::isNaN)).count();
    if (undefined > 0) {
      throw new DataException(
          Text.format("%s: %d examples have a score that is not a number", place, undefined));
    }
    return scores;
  }

  private static double[] values(List<double[]> scores, OutsiderScore score) {
    return scores.stream().mapToDouble(values -> values[score.ordinal()]).toArray();
  }
}
