package io.lautum.operations.progress;

import io.lautum.Text;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of a stage that trains several models at the same time, summed over their
 * steps: as a bar on a terminal, otherwise as one log line every half minute and one per finished
 * model. Thread-safe.
 */
public final class TrainingProgress {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingProgress.class);
  private static final long BETWEEN_LINES = 30_000_000_000L;
  private static final long BETWEEN_REDRAWS = 1_000_000_000L;

  private final String stage;
  private final long stepsPerModel;
  private final ProgressBar bar;
  private final LongSupplier nanoTime;

  private int models;
  private int finished;
  private long taken;

  /** Steps that this process has not taken; they say nothing about its speed. */
  private long resumed;

  private long start;
  private long shown;

  TrainingProgress(String stage, long stepsPerModel, ProgressBar bar, LongSupplier nanoTime) {
    this.stage = stage;
    this.stepsPerModel = stepsPerModel;
    this.bar = bar;
    this.nanoTime = nanoTime;
  }

  /** Returns the progress of a stage of this process, on standard error. */
  public static TrainingProgress of(String stage, long stepsPerModel) {
    return new TrainingProgress(stage, stepsPerModel, ProgressBar.ofProcess(), System::nanoTime);
  }

  /** Starts with no steps of a number of models. */
  public synchronized void begin(int newModels) {
    models = newModels;
    finished = 0;
    taken = 0;
    resumed = 0;
    start = nanoTime.getAsLong();
    shown = start;
  }

  /** Returns the progress of one more model, before its first step. */
  public Model model() {
    return new Model();
  }

  /** Shows that a model is finished. */
  public synchronized void finished(String name) {
    finished++;
    show(Text.format("%d of %d (%s)", finished, models, name));
  }

  /** Shows how many models are finished. */
  public synchronized void finished(int newFinished) {
    finished = newFinished;
    show(Text.format("%d of %d models complete", finished, models));
  }

  private void show(String line) {
    if (bar.isShown() && finished < models) {
      draw();
    } else {
      bar.clear();
      LOG.info("{}: {}{}", stage, line, left());
    }
  }

  private synchronized void advance(long steps, long notHere) {
    taken += steps;
    resumed += notHere;
    long now = nanoTime.getAsLong();
    if (now - shown < (bar.isShown() ? BETWEEN_REDRAWS : BETWEEN_LINES)) {
      return;
    }
    shown = now;
    if (bar.isShown()) {
      draw();
    } else {
      LOG.info(
          "{}: {} of {} steps, {} of {} models complete{}",
          stage,
          taken,
          total(),
          finished,
          models,
          left());
    }
  }

  private void draw() {
    bar.show(
        stage, taken, total(), Text.format("%d of %d models", finished, models), secondsLeft());
  }

  private long total() {
    return models * stepsPerModel;
  }

  private String left() {
    double seconds = secondsLeft();
    return Double.isNaN(seconds) ? "" : Text.format(", %d s left", Math.round(seconds));
  }

  /** Returns the seconds since the begin. */
  public synchronized double seconds() {
    return (nanoTime.getAsLong() - start) / 1e9;
  }

  /** Returns the seconds of all steps, as the steps so far predict; NaN before the first. */
  public synchronized double expectedSeconds() {
    return seconds() + secondsLeft();
  }

  private double secondsLeft() {
    long here = taken - resumed;
    return here <= 0 ? Double.NaN : seconds() / here * Math.max(0, total() - taken);
  }

  /** The progress of one model. Steps that are reported again do not count again. */
  public final class Model {
    private int step;

    private Model() {}

    /** Counts steps that an earlier process has taken. */
    public void resumedAt(int newStep) {
      advanceTo(newStep, true);
    }

    /** Counts all steps up to this one. */
    public void at(int newStep) {
      advanceTo(newStep, false);
    }

    /** Counts all remaining steps, which the model does not need. */
    public void complete() {
      advanceTo(Math.toIntExact(stepsPerModel), true);
    }

    private synchronized void advanceTo(int newStep, boolean notHere) {
      int more = newStep - step;
      if (more > 0) {
        step = newStep;
        advance(more, notHere ? more : 0);
      }
    }
  }
}
