package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.IdxFixture;
import io.lautum.LocalSpark;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The output of {@code prepare} for an experiment.
 *
 * @param folder folder of the shards
 */
record Prepared(Manifest manifest, Path folder) {
  private static final String GLYPHS =
      """
experiment = glyphs
source { name = digits, format = glyphs, glyphs = digits, train-count = 205, test-count = 60, seed = 1 }
target { name = letters, format = glyphs, glyphs = letters, train-count = 303, test-count = 47, seed = 2 }
prepare.components = 8
""";

  static ExperimentConfig glyphs(Path workdir, String... overrides) throws IOException {
    return config(workdir, GLYPHS, overrides);
  }

  static ExperimentConfig idx(Path workdir, Path source, Path target, String... overrides)
      throws IOException {
    String text =
        """
        experiment = idx
        source { name = S, format = idx, path = "%s", classes = [s0, s1, s2] }
        target { name = T, format = idx, path = "%s", classes = [t0, t1, t2] }
        prepare.components = 16
        """
            .formatted(source, target);
    return config(workdir, text, overrides);
  }

  /** Returns an experiment on generated IDX files. */
  static ExperimentConfig idx(Path workdir, String... overrides) throws IOException {
    Path source = new IdxFixture(91, 47, 1).write(workdir.resolve("s"));
    Path target = new IdxFixture(150, 42, 2).write(workdir.resolve("t"));
    return idx(workdir, source, target, overrides);
  }

  static ExperimentConfig config(Path workdir, String text, String... overrides)
      throws IOException {
    Files.createDirectories(workdir);
    Path file = Files.writeString(workdir.resolve("experiment.conf"), text);
    return ConfigLoader.load(file.toString(), List.of(overrides), Map.of(), new Configuration());
  }

  static ExperimentDirectory directory(Path workdir, ExperimentConfig config) {
    return new ExperimentDirectory(workdir.toString(), config.name(), new Configuration());
  }

  static Prepared run(Path workdir, ExperimentConfig config) throws IOException {
    ExperimentDirectory directory = directory(workdir, config);
    new PrepareJob(LocalSpark.context(), config, directory).run();
    // Reads the manifest as a later stage does.
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    return new Prepared(manifest, Path.of(directory.shards().toUri().getPath()));
  }

  Shard shard(ShardSet set, Manifest.File file) throws IOException {
    return new ShardReader(new Configuration(), new org.apache.hadoop.fs.Path(folder.toUri()))
        .read(set, file);
  }

  Shard all(ShardSet set) throws IOException {
    return new ShardReader(new Configuration(), new org.apache.hadoop.fs.Path(folder.toUri()))
        .readAll(set, manifest);
  }

  /**
   * Returns the ids of all shards of a set, sorted, with duplicates. Checks that the shards are
   * balanced.
   */
  long[] ids(ShardSet set) throws IOException {
    List<Manifest.File> files = manifest.files(set);
    assertThat(files).hasSize(manifest.workers());
    long[] sizes = files.stream().mapToLong(Manifest.File::examples).sorted().toArray();
    assertThat(sizes[sizes.length - 1] - sizes[0]).isLessThanOrEqualTo(1);
    LongStream ids = LongStream.empty();
    for (Manifest.File file : files) {
      Shard shard = shard(set, file);
      assertThat(shard.ids()).isSorted();
      ids = LongStream.concat(ids, Arrays.stream(shard.ids()));
    }
    return ids.sorted().toArray();
  }

  /** Returns the paths of all Parquet files, relative to the folder. */
  SortedSet<String> shardFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Returns the checksums by file. */
  Map<String, String> checksums() {
    Map<String, String> checksums = new TreeMap<>();
    manifest.shards().forEach(file -> checksums.put(file.file(), file.sha256()));
    return checksums;
  }

  /** Returns the checksums by file, without those of one set. */
  Map<String, String> checksumsWithout(ShardSet set) {
    Map<String, String> checksums = checksums();
    checksums.keySet().removeIf(file -> file.startsWith(set.directory() + "/"));
    return checksums;
  }
}
