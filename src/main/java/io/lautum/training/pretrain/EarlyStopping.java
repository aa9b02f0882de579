package io.lautum.training.pretrain;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.result.Evaluation;
import io.lautum.training.checkpoint.CheckpointFiles;
import io.lautum.training.checkpoint.CheckpointInput;
import io.lautum.training.checkpoint.CheckpointKind;
import io.lautum.training.checkpoint.CheckpointOutput;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.TrainingListener;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the weights with the smallest cross-entropy of held-out source images, and ends the
 * training after some checks without a smaller one (early stopping with patience; Goodfellow,
 * Bengio &amp; Courville 2016, algorithm 7.1). Not thread-safe.
 *
 * <p>The best weights are also in a file next to the checkpoints, from which a resumed training
 * reads them. They can be newer than its checkpoint; the checks that it repeats up to their round
 * then count nothing.
 */
final class EarlyStopping implements WeightsProbe, TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyStopping.class);
  private static final CheckpointKind BEST = new CheckpointKind("best", 0x4c534231, Set.of());

  private final CheckpointFiles files;
  private final int patience;
  private final int rounds;
  private final Function<float[], Evaluation> evaluation;

  private Best best = new Best(0, Double.POSITIVE_INFINITY, new float[0]);
  private int worse;

  /**
   * The best weights so far.
   *
   * @param round number of their round, from 1; 0 before the first check
   * @param crossEntropy mean over the held-out images, in nats
   */
  private record Best(int round, double crossEntropy, float[] weights) {
    static Best read(CheckpointInput in) throws IOException {
      int round = in.readInt();
      in.require(round >= 1, "a round of at least 1", round);
      return new Best(round, in.readDouble(), in.readFloats());
    }

    void write(CheckpointOutput out) throws IOException {
      out.writeInt(round);
      out.writeDouble(crossEntropy);
      out.writeFloats(weights);
    }
  }

  /**
   * @param checkpoints checkpoints of the training
   * @param patience number of checks without improvement that end the training
   * @param rounds number of rounds of the whole training
   * @param evaluation evaluates weights on the held-out images
   */
  EarlyStopping(
      Checkpoints checkpoints, int patience, int rounds, Function<float[], Evaluation> evaluation) {
    this.files = new CheckpointFiles(checkpoints.files(), checkpoints.folder(), BEST, 1);
    this.patience = patience;
    this.rounds = rounds;
    this.evaluation = evaluation;
  }

  /**
   * Continues after a round, from the file.
   *
   * @return whether that is possible: not if the file is missing or damaged although there was a
   *     check
   */
  boolean resumesAfter(int round) throws IOException {
    if (checks(0, round) == 0) {
      return true;
    }
    List<Path> saved = files.newestFirst();
    if (saved.isEmpty()) {
      LOG.warn(
          "{}: the best weights are missing; training starts again from the first round",
          files.folder());
      return false;
    }
    try {
      best = files.read(saved.get(0), Best::read);
    } catch (DataException e) {
      LOG.warn("{}; training starts again from the first round", e.getMessage());
      return false;
    }
    worse = checks(best.round(), round);
    return true;
  }

  /** Returns the number of checks after a round until another one. */
  private int checks(int after, int last) {
    return (int)
        IntStream.rangeClosed(after + 1, last)
            .filter(round -> WeightsProbe.isDue(round, rounds))
            .count();
  }

  @Override
  public SortedMap<String, Double> measure(int round, float[] weights) throws IOException {
    Evaluation measured = evaluation.apply(weights);
    double crossEntropy = measured.crossEntropy();
    if (round > best.round()) {
      if (crossEntropy < best.crossEntropy()) {
        best = new Best(round, crossEntropy, weights.clone());
        worse = 0;
        files.files().mkdirs(files.folder());
        files.save(round, best::write);
      } else {
        worse++;
      }
    }
    return new TreeMap<>(
        Map.of("heldOutCrossEntropy", crossEntropy, "heldOutAccuracy", measured.accuracy()));
  }

  @Override
  public void roundFinished(Round round) {}

  @Override
  public boolean endsTraining() {
    return worse >= patience;
  }

  /** Returns a sentence about the best weights. */
  String sentence() {
    return Text.format(
        "pretrain: the model has the weights after round %d of %d, with the smallest cross-entropy"
            + " of held-out images, %.4f",
        best.round(), rounds, best.crossEntropy());
  }

  /** Returns the best weights. */
  float[] bestWeights() {
    return best.weights();
  }
}
