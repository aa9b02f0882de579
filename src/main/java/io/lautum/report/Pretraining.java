package io.lautum.report;

import io.lautum.experiment.result.Results.Pretrained;
import io.lautum.report.History.Round;
import io.lautum.report.chart.Decimal;
import java.util.List;

/**
 * A method's pre-training, formatted for a table; a dash replaces values that were not recorded.
 *
 * @param sourceAccuracy accuracy on the source, in percent
 * @param information Lautum information between the final network's outputs and the target inputs,
 *     in nats
 * @param crossEntropy cross-entropy of the first and of the last round, in nats
 * @param seconds wall time of all rounds
 * @param averagingShare share of that time spent on averaging, in percent
 * @param examplesPerSecond mean over that time
 */
public record Pretraining(
    String method,
    String sourceAccuracy,
    String information,
    int rounds,
    String crossEntropy,
    String seconds,
    String averagingShare,
    String examplesPerSecond) {

  /**
   * @param measured row of {@code results.json} for the method, or null
   */
  static Pretraining of(String method, Pretrained measured, List<Round> rounds) {
    String accuracy = Decimal.NONE;
    String information = Decimal.NONE;
    if (measured != null) {
      information = Decimal.optional(measured.lautumInformation(), 3);
      if (measured.sourceAccuracy() != null) {
        accuracy = Decimal.percent(measured.sourceAccuracy());
      }
    }
    if (rounds.isEmpty()) {
      String none = Decimal.NONE;
      return new Pretraining(method, accuracy, information, 0, none, none, none, none);
    }
    double seconds = rounds.stream().mapToDouble(Round::seconds).sum();
    boolean known = rounds.stream().allMatch(round -> round.averagingSeconds() != null);
    double averaging =
        rounds.stream().mapToDouble(r -> known ? Math.max(0, r.averagingSeconds()) : 0).sum();
    double examples = rounds.stream().mapToDouble(r -> r.examplesPerSecond() * r.seconds()).sum();
    return new Pretraining(
        method,
        accuracy,
        information,
        rounds.size(),
        Decimal.fixed(rounds.get(0).crossEntropy(), 3)
            + " → "
            + Decimal.fixed(rounds.get(rounds.size() - 1).crossEntropy(), 3),
        Decimal.fixed(seconds, 1),
        known && seconds > 0 ? Decimal.percent(averaging / seconds) : Decimal.NONE,
        seconds > 0 ? Decimal.fixed(examples / seconds, 0) : Decimal.NONE);
  }
}
