package io.lautum;

import io.lautum.data.shard.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * SHA-256 of an experiment's models and results by relative name, and of the shards' content. All
 * other files contain times and machines, which differ between equal runs.
 */
public record ExperimentDigests(SortedMap<String, String> digests) {
  private static final String COMPARED = ".*/model\\.zip|results\\.json";

  /**
   * @param root folder of the experiment
   */
  public static ExperimentDigests of(Path root) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(path).toString();
        if (name.matches(COMPARED) && !path.getFileName().toString().endsWith(".crc")) {
          digests.put(name, DigestUtils.sha256Hex(Files.readAllBytes(path)));
        }
      }
    }
    digests.put(
        "shards",
        Manifest.read(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(root.resolve("shards").toUri()))
            .contentDigest());
    return new ExperimentDigests(digests);
  }

  public int size() {
    return digests.size();
  }
}
