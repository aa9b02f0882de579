package io.lautum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * The images of all contenders: MNIST to notMNIST if available, otherwise generated glyphs. {@code
 * prepare} writes shards for one worker and for two; the images of the former are also written as
 * plain arrays for PyTorch, so that all contenders train on the same images.
 */
final class BenchmarkData {
  private static final int BAD_DATA = 3;

  private final Launcher launcher;
  private final Path folder;
  private String experiment;

  BenchmarkData(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /** Creates missing data. */
  void prepare() throws IOException {
    try {
      prepare("mnist-notmnist");
    } catch (ProgramFailedException e) {
      if (e.status() != BAD_DATA) {
        throw e;
      }
      System.out.println("MNIST and notMNIST are missing; using generated images instead");
      prepare("glyphs");
    }
    Files.createDirectories(arrays());
    export();
  }

  private void prepare(String name) throws IOException {
    for (int workers = 1; workers <= 2; workers++) {
      System.out.printf("preparing %s for %d worker(s)%n", name, workers);
      launcher
          .command(
              Runtime.getRuntime().availableProcessors(),
              List.of(
                  "prepare",
                  launcher.home().resolve("conf/%s.conf".formatted(name)).toString(),
                  "-D",
                  "workers=" + workers,
                  "--workdir",
                  folder.resolve("workers-" + workers).toString(),
                  "--resume"))
          .run(launcher.logs().resolve("prepare-%d.log".formatted(workers)));
    }
    experiment = name;
  }

  String experiment() {
    return experiment;
  }

  /** Returns the folder of the shards for this number of workers. */
  Path shards(int workers) {
    return folder.resolve("workers-%d/%s/shards".formatted(workers, experiment));
  }

  /** Returns the folder of the plain arrays. */
  Path arrays() {
    return folder.resolve("arrays");
  }

  private void export() throws IOException {
    Configuration hadoop = new Configuration();
    var shards = new org.apache.hadoop.fs.Path(shards(1).toString());
    Manifest manifest = Manifest.read(FileSystem.getLocal(hadoop), shards);
    ShardReader reader = new ShardReader(hadoop, shards);
    Shard source = reader.readAll(ShardSet.SOURCE_TRAIN, manifest);
    Shard target = reader.readAll(ShardSet.TARGET_UNLABELLED, manifest);
    write("source.pixels", List.of(source.pixels()));
    write("target.pixels", List.of(target.pixels()));
    byte[] labels = new byte[source.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) source.labels()[i];
    }
    write("source.labels", List.of(labels));
    List<byte[]> whitened = new ArrayList<>();
    for (float[] row : target.whitened()) {
      whitened.add(littleEndian(row));
    }
    write("target.whitened", whitened);
    new ObjectMapper().writeValue(arrays().resolve("data.json").toFile(), description(manifest));
  }

  private static Map<String, Object> description(Manifest manifest) {
    return Map.of(
        "height", manifest.source().shape().height(),
        "width", manifest.source().shape().width(),
        "classes", manifest.source().classes().size(),
        "components", manifest.whitening().components(),
        "source", normalization(manifest.source().normalization()),
        "target", normalization(manifest.target().normalization()));
  }

  private static Map<String, Float> normalization(Normalization normalization) {
    return Map.of("mean", normalization.mean()[0], "std", normalization.std()[0]);
  }

  private static byte[] littleEndian(float[] values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      for (int j = 0; j < Float.BYTES; j++) {
        bytes[i * Float.BYTES + j] = (byte) (bits >>> (8 * j));
      }
    }
    return bytes;
  }

  private void write(String name, List<byte[]> rows) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(arrays().resolve(name)))) {
      for (byte[] row : rows) {
        out.write(row);
      }
    }
  }
}
