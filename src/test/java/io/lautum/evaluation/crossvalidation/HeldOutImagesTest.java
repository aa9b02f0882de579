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
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutImagesTest {
  @TempDir Path workdir;

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

  private List<String> remarks(String method, String... overrides) throws IOException {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    Manifest manifest = RandomShards.write(directory, 1, 24, 5, 2);
    Shard pool =
        new ShardReader(hadoop, directory.shards()).readAll(ShardSet.TARGET_LABELLED, manifest);
    ExperimentConfig config = SmallExperiment.load(workdir, overrides);
    return HeldOutImages.ofDraw(pool, 1, manifest.target(), config)
        .remarks(TransferMethods.named(method), config);
  }
}
