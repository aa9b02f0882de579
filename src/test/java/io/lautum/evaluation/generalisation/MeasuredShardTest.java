package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.RandomShards;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.distributed.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredShardTest {
  @TempDir Path folder;
  private Manifest manifest;

  @BeforeEach
  void write() throws IOException {
    ExperimentDirectory directory =
        new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    // The shards have 4, 4 and 3 examples.
    manifest = RandomShards.write(directory, 3, 11, 2, 2);
  }

  @Test
  void sampleHasTheGivenSizeAndCoversAllShards() {
    List<MeasuredShard> sample = sample(6);
    assertThat(sample.stream().mapToInt(MeasuredShard::images).sum()).isEqualTo(6);
    assertThat(sample).hasSize(3).allMatch(shard -> shard.set() == ShardSet.SOURCE_TRAIN);
    assertThat(sample).isEqualTo(sample(6));
    assertThat(sample.get(0).positions(4))
        .doesNotHaveDuplicates()
        .hasSize(2)
        .satisfies(positions -> assertThat(IntStream.of(positions)).allMatch(i -> i < 4));
  }

  @Test
  void sampleIsLimitedToTheSet() {
    assertThat(sample(100).stream().map(MeasuredShard::images)).containsExactly(4, 4, 3);
    assertThat(sample(1)).hasSize(1);
  }

  @Test
  void imagesThatTheTrainingHeldOutAreNotInTheSample() {
    List<MeasuredShard> sample = MeasuredShard.sample(manifest, 100, 1, 0.5, 7);
    assertThat(sample.stream().map(MeasuredShard::images)).containsExactly(2, 2, 1);
    for (int worker = 0; worker < 3; worker++) {
      int size = worker < 2 ? 4 : 3;
      HeldOutExamples division =
          HeldOutExamples.of(size, 0.5, TrainingPlan.divisionSeed(7, worker));
      assertThat(sample.get(worker).positions(size)).containsExactlyInAnyOrder(division.training());
    }
  }

  private List<MeasuredShard> sample(int size) {
    return MeasuredShard.sample(manifest, size, 1, 0, 7);
  }

  @Test
  void wholeTestSetIsMeasured() {
    List<MeasuredShard> whole = MeasuredShard.whole(manifest);
    assertThat(whole.stream().map(MeasuredShard::images)).containsExactly(4, 4, 3);
    assertThat(whole).allMatch(shard -> shard.set() == ShardSet.SOURCE_TEST);
    assertThat(whole.get(2).positions(3)).containsExactlyInAnyOrder(0, 1, 2);
  }
}
