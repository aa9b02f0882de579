package io.lautum.evaluation.sampling;

import io.lautum.Text;
import io.lautum.training.distributed.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a run at its start, at its end and at a number of rounds between, and logs the values.
 */
final class CurveRecorder implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(SamplingJob.class);

  private final String name;
  private final SourceProbe probe;
  private final int rounds;
  private final int points;
  private final List<LearningCurve.CurvePoint> measured = new ArrayList<>();
  private long forwardPasses;
  private long backwardPasses;
  private double sampleSizes;
  private int roundsSincePoint;

  /**
   * @param name name of the run, for the log
   * @param rounds number of rounds of the run
   * @param points measurements after the start
   */
  CurveRecorder(String name, SourceProbe probe, int rounds, int points) {
    this.name = name;
    this.probe = probe;
    this.rounds = rounds;
    this.points = Math.min(points, rounds);
  }

  /** Measures the weights before the first step. */
  void start(float[] weights) {
    measure(0, weights);
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
      measure(round.round(), weights);
    }
  }

  private void measure(int round, float[] weights) {
    double sampleSize = sampleSizes / roundsSincePoint;
    LearningCurve.CurvePoint point =
        new LearningCurve.CurvePoint(
            forwardPasses,
            backwardPasses,
            probe.train(weights).crossEntropy(),
            probe.test(weights).accuracy(),
            Double.isNaN(sampleSize) ? null : sampleSize);
    measured.add(point);
    LOG.info(
        "sampling {}: round {} of {}, cross-entropy {}, accuracy {} after {} forward passes",
        name,
        round,
        rounds,
        Text.format("%.4f", point.loss()),
        Text.format("%.4f", point.accuracy()),
        forwardPasses);
    sampleSizes = 0;
    roundsSincePoint = 0;
  }

  List<LearningCurve.CurvePoint> points() {
    return List.copyOf(measured);
  }
}
