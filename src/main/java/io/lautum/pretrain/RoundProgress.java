package io.lautum.pretrain;

import io.lautum.distributed.TrainingListener;
import io.lautum.method.Measure;
import io.lautum.progress.ProgressBar;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells people how far a training is: with a bar on a terminal, else with a line a round, of which
 * all but a few are at the level debug.
 */
final class RoundProgress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);
  private static final int LINES = 20;

  /** Weight of a new round in the running mean of their times. */
  private static final double RECENT = 0.1;

  private final String method;
  private final Optional<Measure> measure;
  private final int rounds;
  private final ProgressBar bar;
  private double secondsARound = Double.NaN;

  RoundProgress(String method, Optional<Measure> measure, int rounds, ProgressBar bar) {
    this.method = method;
    this.measure = measure;
    this.rounds = rounds;
    this.bar = bar;
  }

  @Override
  public void roundFinished(Round round) {
    secondsARound =
        Double.isNaN(secondsARound)
            ? round.seconds()
            : (1 - RECENT) * secondsARound + RECENT * round.seconds();
    double left = (rounds - round.round()) * secondsARound;
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
    return "cross-entropy %.4f%s%s, %d examples/s"
        .formatted(
            round.crossEntropy(),
            measure
                .filter(m -> !Double.isNaN(round.measure()))
                .map(m -> ", %s %.4f".formatted(m.title(), round.measure()))
                .orElse(""),
            Double.isNaN(round.effectiveSampleSize())
                ? ""
                : ", effective sample size %.1f".formatted(round.effectiveSampleSize()),
            Math.round(round.examplesPerSecond()));
  }
}
