package io.lautum.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
  private static final Candidate POINT = point(3);

  @TempDir Path folder;

  @Test
  void hasMeansAndDeviationOverFolds() {
    Trial trial = trial(1, 0.5, 0.6, 0.7);
    assertThat(trial.accuracy()).isCloseTo(0.6, within(1e-12));
    // Squared differences 0.01, 0 and 0.01 over n - 1 = 2.
    assertThat(trial.accuracyDeviation()).isCloseTo(0.1, within(1e-12));
    assertThat(trial.crossEntropy()).isCloseTo(0.4, within(1e-12));
    assertThat(trial.information()).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void oneDivergedFoldFailsTheTrial() {
    Trial trial =
        Trial.of(
            2,
            POINT,
            List.of(new FoldScore(1, 0, 0.9, 0.1, 1), FoldScore.diverged(new HeldOut(1, 1))),
            1);
    assertThat(trial.failure()).isEqualTo("fine-tuning diverged in draw 1, fold 2");
    assertThat(trial.accuracy()).isNull();
    assertThat(trial.folds()).isEmpty();
  }

  @Test
  void bestTrialIsFirstAndFailuresAreLast() {
    Trial good = trial(3, 0.7, 0.7);
    Trial earlier = trial(1, 0.6, 0.6);
    Trial later = trial(2, 0.5, 0.7);
    Trial failed = Trial.failed(0, POINT, "diverged", 1);
    assertThat(Stream.of(failed, later, earlier, good).sorted(Trial.BEST_FIRST))
        .containsExactly(good, earlier, later, failed);
    assertThat(later.accuracy()).isEqualTo(earlier.accuracy());
  }

  @Test
  void survivesRoundTripThroughFile() throws IOException {
    TrialFiles files = files();
    assertThat(files.read(1, POINT)).isEmpty();
    Trial trial = trial(1, 0.5, 0.6);
    Trial failed = Trial.failed(2, POINT, "diverged", 4);
    files.write(trial);
    files.write(failed);
    assertThat(files.read(1, POINT)).contains(trial);
    assertThat(files.read(2, POINT)).contains(failed);
    assertThat(Files.readString(folder.resolve("trials/trial-0001.json")))
        .contains("\"accuracy\" : 0.55");
  }

  @Test
  void fileOfOtherPointOrWithoutTrialIsRejected() throws IOException {
    TrialFiles files = files();
    files.write(trial(1, 0.5, 0.6));
    assertThatThrownBy(() -> files.read(1, point(4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "trial-0001.json: expected trial 1 of finetune.steps = 4, found 1 of"
                + " {finetune.steps=3}");
    Files.writeString(folder.resolve("trials/trial-0002.json"), "{\"number\": 2}");
    assertThatThrownBy(() -> files.read(2, POINT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("trial-0002.json")
        .hasMessageContaining("expected a trial");
  }

  private TrialFiles files() throws IOException {
    return new TrialFiles(
        FileSystem.getLocal(new Configuration(false)),
        new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static Trial trial(int number, double... accuracies) {
    List<FoldScore> folds =
        IntStream.range(0, accuracies.length)
            .mapToObj(i -> new FoldScore(1, i, accuracies[i], 1 - accuracies[i], 1.5))
            .toList();
    return Trial.of(number, POINT, folds, 2);
  }

  private static Candidate point(int steps) {
    TreeMap<String, ConfigValue> values = new TreeMap<>();
    values.put("finetune.steps", ConfigValueFactory.fromAnyRef(steps));
    return new Candidate(values);
  }
}
