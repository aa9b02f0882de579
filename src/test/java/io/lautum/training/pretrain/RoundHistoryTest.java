package io.lautum.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.storage.JsonLines;
import io.lautum.report.History;
import io.lautum.training.distributed.RoundMetrics;
import io.lautum.training.distributed.TrainingListener.Round;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundHistoryTest {
  @TempDir Path folder;

  @Test
  void accuracyIsWrittenTwentyTimes() throws IOException {
    try (RoundHistory history = history(40)) {
      for (int round = 1; round <= 40; round++) {
        history.roundFinished(round(round));
        history.averaged(round(round), new float[] {round});
      }
    }
    List<History.Round> rounds = read();
    assertThat(rounds).hasSize(40);
    for (History.Round round : rounds) {
      assertThat(round.accuracy()).isEqualTo(round.round() % 2 == 0 ? round.round() / 100.0 : null);
      assertThat(round.rounds()).isEqualTo(40);
      assertThat(round.workers()).containsExactly(0.25, 0.75);
      // The rate is that of the round's last minibatch; iterations count from 0.
      assertThat(round.learningRate()).isEqualTo(10.0 * round.round() - 1);
      // 10 minibatches of 64 images per round on each of two workers.
      assertThat(round.numbers()).containsEntry("images", 1280.0 * round.round());
    }
  }

  /** dl4j-spark's master provides no weights. */
  @Test
  void trainerThatProvidesNoWeightsWritesEveryLine() throws IOException {
    try (RoundHistory history = history(5)) {
      for (int round = 1; round <= 5; round++) {
        history.roundFinished(round(round));
      }
    }
    assertThat(read()).hasSize(5).allSatisfy(round -> assertThat(round.accuracy()).isNull());
  }

  @Test
  void lineIsWrittenBeforeNextRound() throws IOException {
    try (RoundHistory history = history(100)) {
      history.roundFinished(round(1));
      assertThat(read()).hasSize(1);
    }
  }

  private RoundHistory history(int rounds) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    var path = new org.apache.hadoop.fs.Path(folder.resolve("history.jsonl").toUri());
    return new RoundHistory(
        new JsonLines(files, path),
        rounds,
        64,
        iteration -> iteration,
        List.of((round, weights) -> new TreeMap<>(Map.of("accuracy", weights[0] / 100.0))));
  }

  private static Round round(int round) {
    return new Round(
        round,
        10 * round,
        0.5,
        Map.of(),
        Double.NaN,
        20,
        20,
        1,
        0.1,
        100,
        List.of(worker(0.25), worker(0.75)));
  }

  private static RoundMetrics worker(double crossEntropy) {
    return new RoundMetrics(crossEntropy, Map.of(), Double.NaN, 10, 10, 0.9);
  }

  private List<History.Round> read() throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("history.jsonl"))) {
      return History.readRounds(in, "history.jsonl");
    }
  }
}
