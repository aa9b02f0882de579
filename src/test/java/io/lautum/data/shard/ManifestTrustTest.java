package io.lautum.data.shard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks a manifest and a shard that were forged together. */
class ManifestTrustTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source-train/../../../etc/shard-00000.parquet",
        "source-train/../target-test/shard-00000.parquet",
        "/source-train/shard-00000.parquet",
        "hdfs://elsewhere/source-train/shard-00000.parquet",
        "other/shard-00000.parquet",
        "source-train/shard-00000.parquet\n"
      })
  void manifestCannotNameAFileElsewhere(String file) {
    assertThatThrownBy(() -> new Manifest.File(file, 1, "00", "00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<set>/shard-<number>.parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"seed\": 1, \"workers\": 0}"})
  void malformedManifestIsRejected(String json) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), json);
    assertThatThrownBy(() -> Manifest.read(FileSystem.getLocal(Shards.HADOOP), hadoop()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a manifest");
  }

  /** Two billion examples would be 40 GB of arrays. */
  @Test
  void numberOfExamplesIsCheckedBeforeArraysAreAllocated() throws IOException {
    Manifest.File written =
        Shards.writer(ShardSet.SOURCE_TRAIN)
            .write(
                new org.apache.hadoop.fs.Path(hadoop(), "source-train"),
                0,
                Shards.examples(4, 0).iterator());
    Manifest.File forged =
        new Manifest.File(written.file(), Integer.MAX_VALUE, written.content(), written.sha256());
    ShardReader reader = new ShardReader(Shards.HADOOP, hadoop());
    assertThatThrownBy(() -> reader.read(ShardSet.SOURCE_TRAIN, forged))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 2147483647 examples as in manifest.json, found 4");
    assertThatThrownBy(
            () ->
                reader.read(
                    ShardSet.TARGET_TEST,
                    new Manifest.File(
                        "source-train/shard-00000.parquet",
                        4,
                        written.content(),
                        written.sha256())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }
}
