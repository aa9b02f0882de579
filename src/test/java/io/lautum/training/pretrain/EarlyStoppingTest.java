package io.lautum.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Evaluation;
import io.lautum.training.distributed.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {
  /** Probability of the right class after each round. */
  private static final double[] PROBABILITIES = {
    0.5, 0.4, 0.6, 0.1, 0.7, 0.5, 0.8, 0.2, 0.75, 0.1, 0.9
  };

  /**
   * With 2 checks without improvement: 0.8 in round 7 is the best, and rounds 8 and 9 are worse.
   */
  private static final int LAST = 9;

  @TempDir Path folder;

  @Test
  void trainingEndsAfterPatienceAndTheModelIsTheBest() throws IOException {
    EarlyStopping stopping = stopping(2);
    assertThat(rounds(stopping, 1)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(stopping.bestWeights()).containsExactly(7, 0.8f);
    assertThat(stopping.sentence()).contains("after round 7 of 11").contains("0.2231");
  }

  /** A check without a smaller cross-entropy is worse, and its weights are not kept. */
  @Test
  void firstOfEqualChecksIsTheBest() throws IOException {
    EarlyStopping stopping = stopping(1);
    stopping.measure(1, new float[] {1, 0.5f});
    stopping.measure(2, new float[] {2, 0.5f});
    assertThat(stopping.endsTraining()).isTrue();
    assertThat(stopping.bestWeights()).containsExactly(1, 0.5f);
  }

  @Test
  void historyHasCrossEntropyAndAccuracy() throws IOException {
    assertThat(stopping(2).measure(1, new float[] {1, 0.25f}))
        .containsOnlyKeys("heldOutAccuracy", "heldOutCrossEntropy")
        .containsEntry("heldOutAccuracy", 0.0)
        .containsEntry("heldOutCrossEntropy", -Math.log(0.25));
  }

  /** Whatever is the last checkpoint, and whether the file is from before it or after it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void resumedTrainingEndsInTheSameRoundWithTheSameWeights(int killed) throws IOException {
    for (int checkpoint = 1; checkpoint <= killed; checkpoint++) {
      deleteFiles();
      EarlyStopping first = stopping(2);
      for (int round = 1; round <= killed; round++) {
        measure(first, round);
      }
      EarlyStopping resumed = stopping(2);
      assertThat(resumed.resumesAfter(checkpoint)).isTrue();
      List<Integer> trained = rounds(resumed, checkpoint + 1);
      assertThat(trained.isEmpty() ? checkpoint : trained.get(trained.size() - 1))
          .as("killed after round %d, resumed after %d", killed, checkpoint)
          .isEqualTo(LAST);
      assertThat(resumed.bestWeights()).containsExactly(7, 0.8f);
    }
  }

  @Test
  void trainingStartsAgainIfTheFileIsMissingOrDamaged() throws IOException {
    assertThat(stopping(2).resumesAfter(0)).isTrue();
    assertThat(stopping(2).resumesAfter(1)).as("missing").isFalse();
    measure(stopping(2), 1);
    assertThat(stopping(2).resumesAfter(1)).isTrue();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    assertThat(stopping(2).resumesAfter(1)).as("damaged").isFalse();
  }

  /** Returns the rounds that are trained, from the first one. */
  private static List<Integer> rounds(EarlyStopping stopping, int first) throws IOException {
    List<Integer> rounds = new ArrayList<>();
    for (int round = first; round <= PROBABILITIES.length && !stopping.endsTraining(); round++) {
      measure(stopping, round);
      rounds.add(round);
    }
    return rounds;
  }

  private static void measure(EarlyStopping stopping, int round) throws IOException {
    stopping.measure(round, new float[] {round, (float) PROBABILITIES[round - 1]});
  }

  /** The weights are the number of the round and the probability of the right class. */
  private EarlyStopping stopping(int patience) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    Checkpoints checkpoints =
        new Checkpoints(files, new org.apache.hadoop.fs.Path(folder.toUri()), 1, 2);
    return new EarlyStopping(
        checkpoints,
        patience,
        PROBABILITIES.length,
        weights -> {
          Evaluation evaluation = new Evaluation(2);
          evaluation.add(0, new float[] {weights[1], 1 - weights[1]});
          return evaluation;
        });
  }

  private void deleteFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
