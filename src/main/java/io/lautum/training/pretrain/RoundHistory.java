package io.lautum.training.pretrain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.experiment.storage.JsonLines;
import io.lautum.training.distributed.TrainingListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Writes one line per averaging round, with the metrics of the method's term; some lines also have
 * what probes measure with the averaged weights.
 */
final class RoundHistory implements TrainingListener, Closeable {
  private final JsonLines lines;
  private final int rounds;
  private final int images;
  private final IntToDoubleFunction learningRate;
  private final List<WeightsProbe> probes;

  /** Line that waits for the weights of its round. */
  private ObjectNode waiting;

  /**
   * @param lines destination; closed with this object
   * @param rounds number of rounds of the whole training
   * @param images number of images that a worker's minibatch has, each view counted
   * @param learningRate learning rate by iteration; NaN without one
   * @param probes probes of the averaged weights
   */
  RoundHistory(
      JsonLines lines,
      int rounds,
      int images,
      IntToDoubleFunction learningRate,
      List<WeightsProbe> probes) {
    this.lines = lines;
    this.rounds = rounds;
    this.images = images;
    this.learningRate = learningRate;
    this.probes = List.copyOf(probes);
  }

  @Override
  public void roundFinished(Round round) {
    writeWaiting();
    ObjectNode line =
        JsonLines.line()
            .put("round", round.round())
            .put("rounds", rounds)
            .put("iteration", round.iteration())
            .put("images", (long) round.iteration() * images * Math.max(1, round.workers().size()))
            .put("crossEntropy", round.crossEntropy())
            .put("learningRate", learningRate.applyAsDouble(round.iteration() - 1))
            .put("effectiveSampleSize", round.effectiveSampleSize())
            .put("forwardPasses", round.forwardPasses())
            .put("backwardPasses", round.backwardPasses())
            .put("seconds", round.seconds())
            .put("averagingSeconds", round.averagingSeconds())
            .put("examplesPerSecond", round.examplesPerSecond());
    round.metrics().forEach(line::put);
    if (!round.workers().isEmpty()) {
      ArrayNode crossEntropies = line.putArray("workers");
      round.workers().forEach(worker -> crossEntropies.add(worker.crossEntropy()));
    }
    waiting = line;
    if (!isProbed(round)) {
      writeWaiting();
    }
  }

  @Override
  public void averaged(Round round, float[] weights) {
    if (isProbed(round)) {
      try {
        for (WeightsProbe probe : probes) {
          probe.measure(round.round(), weights).forEach(waiting::put);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      writeWaiting();
    }
  }

  private boolean isProbed(Round round) {
    return !probes.isEmpty() && WeightsProbe.isDue(round.round(), rounds);
  }

  private void writeWaiting() {
    if (waiting == null) {
      return;
    }
    try {
      lines.write(waiting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    waiting = null;
  }

  @Override
  public void close() throws IOException {
    try (lines) {
      writeWaiting();
    }
  }
}
