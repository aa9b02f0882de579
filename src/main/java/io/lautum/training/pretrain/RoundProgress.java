package io.lautum.training.pretrain;

import io.lautum.Text;
import io.lautum.method.Metric;
import io.lautum.operations.progress.ProgressBar;
import io.lautum.training.distributed.TrainingListener;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Shows the progress of a training: as a bar on a terminal, otherwise as one log line per round,
 * most of them at level debug.
 */
final class RoundProgress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);
  private static final int LINES = 20;

  /** Weight of a new round in the running mean of round times. */
  private static final double RECENT = 0.1;

  private final String method;
  private final List<Metric> metrics;
  private final int rounds;
  private final ProgressBar bar;
  private double secondsPerRound = Double.NaN;

  RoundProgress(String method, List<Metric> metrics, int rounds, ProgressBar bar) {
    this.method = method;
    this.metrics = metrics;
    this.rounds = rounds;
    this.bar = bar;
  }

  @Override
  public void roundFinished(Round round) {
    secondsPerRound =
        Double.isNaN(secondsPerRound)
            ? round.seconds()
            : (1 - RECENT) * secondsPerRound + RECENT * round.seconds();
    double left = (rounds - round.round()) * secondsPerRound;
    boolean last = round.round() == rounds;
    if (bar.isShown() && !last) {
      bar.show("pretrain " + method, round.round(), rounds, detail(round), left);
    } else {
      boolean shown = last || round.round() % Math.max(1, rounds / LINES) == 0;
      bar.clear();
      LOG.atLevel(shown ? Level.INFO : Level.DEBUG)
          .log(
              "pretrain {}: round {} of {}, {}, {} s left",
              method,
              round.round(),
              rounds,
              detail(round),
              Math.round(left));
    }
  }

  private String detail(Round round) {
    return Text.format(
        "cross-entropy %.4f%s%s, %d examples/s",
        round.crossEntropy(),
        metrics.stream()
            .filter(m -> !Double.isNaN(round.metrics().getOrDefault(m.key(), Double.NaN)))
            .map(m -> Text.format(", %s %.4g", m.title(), round.metrics().get(m.key())))
            .collect(Collectors.joining()),
        Double.isNaN(round.effectiveSampleSize())
            ? ""
            : Text.format(", effective sample size %.1f", round.effectiveSampleSize()),
        Math.round(round.examplesPerSecond()));
  }
}
