package io.lautum.sampling;

import io.lautum.distributed.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** Measures a run at its start, at its end, and a number of times on the way. */
final class CurveRecorder implements TrainingListener {
  private final SourceProbe probe;
  private final int rounds;
  private final int points;
  private final List<LearningCurve.Point> measured = new ArrayList<>();
  private long forwardPasses;
  private long backwardPasses;
  private double sampleSizes;
  private int roundsSincePoint;

  /**
   * @param rounds of the run
   * @param points measurements after the start
   */
  CurveRecorder(SourceProbe probe, int rounds, int points) {
    this.probe = probe;
    this.rounds = rounds;
    this.points = Math.min(points, rounds);
  }

  /** The point before any step. */
  void start(float[] weights) {
    measure(weights);
  }

  @Override
  public void roundFinished(Round round) {
    forwardPasses += round.forwardPasses();
    backwardPasses += round.backwardPasses();
    sampleSizes += round.effectiveSampleSize();
    roundsSincePoint++;
  }

  @Override
  public void averaged(Round round, float[] weights) {
    long before = (long) (round.round() - 1) * points / rounds;
    if ((long) round.round() * points / rounds > before) {
      measure(weights);
    }
  }

  private void measure(float[] weights) {
    double sampleSize = sampleSizes / roundsSincePoint;
    measured.add(
        new LearningCurve.Point(
            forwardPasses,
            backwardPasses,
            probe.train(weights).crossEntropy(),
            probe.test(weights).accuracy(),
            Double.isNaN(sampleSize) ? null : sampleSize));
    sampleSizes = 0;
    roundsSincePoint = 0;
  }

  List<LearningCurve.Point> points() {
    return List.copyOf(measured);
  }
}
