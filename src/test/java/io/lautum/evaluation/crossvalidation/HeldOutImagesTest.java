package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutImagesTest {
  private static final int IMAGES = 24;

  @TempDir Path workdir;
  private Manifest manifest;
  private Shard pool;

  @Test
  void preTrainingThatHasSeenHeldOutImagesIsStated() throws IOException {
    String labelled = "target.labelled=photos";
    assertThat(remarks("contrastive-mutual", labelled))
        .singleElement()
        .asString()
        .startsWith(
            "there are no other unlabelled images, so the pre-training of contrastive-mutual has");
    assertThat(remarks("standard+freematch", labelled)).isEmpty();
    assertThat(remarks("scratch", labelled)).isEmpty();
    assertThat(remarks("contrastive-mutual", labelled, "target.unlabelled=others")).isEmpty();
    assertThat(remarks("contrastive-mutual")).isEmpty();
  }

  /** The names are image-0, image-1 and so on; the last digit is the group. */
  @Test
  void earlyStoppingGetsTheGroupsOfThePattern() throws IOException {
    String pattern = "adapt.group-pattern=image-\\d*(\\d)";
    String heldOut = "finetune.early-stopping.held-out=0.2";
    int[] groups = groups(pattern, heldOut);
    assertThat(groups).hasSize(IMAGES);
    assertThat(Arrays.stream(groups).distinct()).hasSize(10);
    for (int i = 0; i < IMAGES - 10; i++) {
      assertThat(groups[i]).isEqualTo(groups[i + 10]);
    }
    assertThat(groups(pattern)).isEmpty();
    assertThat(groups(heldOut)).isEmpty();
  }

  private int[] groups(String... overrides) throws IOException {
    writeShards();
    return HeldOutImages.groups(pool, manifest.target(), SmallExperiment.load(workdir, overrides));
  }

  private List<String> remarks(String method, String... overrides) throws IOException {
    writeShards();
    ExperimentConfig config = SmallExperiment.load(workdir, overrides);
    return HeldOutImages.ofDraw(pool, 1, manifest.target(), config)
        .remarks(TransferMethods.named(method), config);
  }

  private void writeShards() throws IOException {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    manifest = RandomShards.write(directory, 1, IMAGES, 5, 2);
    pool = new ShardReader(hadoop, directory.shards()).readAll(ShardSet.TARGET_LABELLED, manifest);
  }
}
