package io.lautum.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.data.file.FolderLists;
import io.lautum.data.read.DatasetFormats;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Digests of the datasets' and the encoder's files when shards were made from them, saved with the
 * shards. Shards do not need the files any more, so a dataset that is not there any more has not
 * changed.
 *
 * @param digests digest by the dataset's key, {@code source}, {@code target} or {@code
 *     image.encoder}
 */
record RawFiles(@JsonProperty(required = true) Map<String, String> digests) {
  private static final String FILE = "raw-files.json";

  /** Returns the digests of the present files. */
  static RawFiles of(ExperimentConfig config, Configuration hadoop) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, String> place : places(config).entrySet()) {
      digests.put(
          place.getKey(), InputStamp.ofContent(stored(new Path(place.getValue()), hadoop), hadoop));
    }
    return new RawFiles(digests);
  }

  /** A path may end in the start of the files' names, such as {@code emnist/emnist-letters}. */
  private static Path stored(Path place, Configuration hadoop) throws IOException {
    boolean isStartOfNames =
        !place.getFileSystem(hadoop).exists(place)
            && DatasetFormats.recognised(new FolderLists(hadoop), place).isPresent();
    return isStartOfNames ? place.getParent() : place;
  }

  /**
   * Returns the path of each dataset that is read from files; none if the target has separate
   * places, because the marker of the shards then has a digest of all files.
   */
  private static Map<String, String> places(ExperimentConfig config) {
    Map<String, String> places = new TreeMap<>();
    if (!config.targetSets().areSeparate()) {
      config
          .inputPlaces()
          .forEach((key, path) -> places.put(key.substring(0, key.lastIndexOf('.')), path));
    }
    return places;
  }

  /** Saves the digests in the folder of the shards, unless all datasets are generated. */
  void write(FileSystem files, Path shards) throws IOException {
    if (!digests.isEmpty()) {
      Json.writeFile(files, new Path(shards, FILE), this);
    }
  }

  /**
   * Returns a sentence per dataset whose files have changed since the shards were made; none if an
   * earlier version made them.
   */
  static List<String> changes(
      ExperimentConfig config, Configuration hadoop, FileSystem files, Path shards)
      throws IOException {
    Path saved = new Path(shards, FILE);
    if (!files.exists(saved)) {
      return List.of();
    }
    RawFiles then =
        Json.readFile(files, saved, (in, name) -> Json.read(in, name, "{digests}", RawFiles.class));
    List<String> changes = new ArrayList<>();
    of(config, hadoop)
        .digests
        .forEach(
            (key, digest) -> {
              boolean known = then.digests.containsKey(key) && !digest.equals(InputStamp.MISSING);
              if (known && !digest.equals(then.digests.get(key))) {
                changes.add(
                    Text.format(
                        "%s: its files have changed since they were prepared (names, sizes or"
                            + " times): %s; the results are those of the former files; use"
                            + " --overwrite to prepare the present ones",
                        key, places(config).get(key)));
              }
            });
    return changes;
  }
}
