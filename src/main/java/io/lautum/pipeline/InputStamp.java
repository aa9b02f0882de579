package io.lautum.pipeline;

import io.lautum.Text;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.FileTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A digest of the files of datasets to which users add files: path, length and time of change of
 * each file. The configuration only names the folders, and their content decides whether shards are
 * still those of the data.
 */
final class InputStamp {
  /** The digest of a place that does not exist. */
  static final String MISSING = "missing";

  private static final String ENCODER = "image.encoder.model";

  private InputStamp() {}

  /**
   * Returns the digest of an experiment's datasets and encoder.
   *
   * @param hadoop settings of the datasets' file systems
   */
  static String of(ExperimentConfig config, Configuration hadoop) throws IOException {
    Map<String, String> places = config.inputPlaces();
    StringBuilder stamps = new StringBuilder();
    for (String key :
        List.of("target.labelled", "target.unlabelled", "target.test", "source.path")) {
      if (places.containsKey(key)) {
        stamps.append(of(new Path(places.get(key)), Path::toString, hadoop));
      }
      stamps.append('\n');
    }
    if (places.containsKey(ENCODER)) {
      stamps.append(of(new Path(places.get(ENCODER)), Path::toString, hadoop));
    }
    return DigestUtils.sha256Hex(stamps.toString());
  }

  /**
   * Returns the digest of a file, or of all files below a folder, in which names are relative to
   * it, so that a moved dataset keeps its digest.
   *
   * @return {@link #MISSING} if there is no such place
   */
  static String ofContent(Path place, Configuration hadoop) throws IOException {
    Path root = place.getFileSystem(hadoop).makeQualified(place);
    return of(root, path -> path.toString().substring(root.toString().length()), hadoop);
  }

  /** Returns the sum of the digests of all files, which does not depend on their order. */
  private static String of(Path place, Function<Path, String> name, Configuration hadoop)
      throws IOException {
    FileSystem files = place.getFileSystem(hadoop);
    Sum sum = new Sum(name);
    try {
      FileStatus status = files.getFileStatus(place);
      if (!status.isDirectory()) {
        sum.add(status.getPath(), status.getLen(), status.getModificationTime());
      } else {
        FileTree.visit(files, place, sum::add);
      }
    } catch (FileNotFoundException e) {
      // The preparation says what was expected there.
      return MISSING;
    }
    return sum.total.toString(16);
  }

  /** The sum of the digests of files. */
  private static final class Sum {
    private final Function<Path, String> name;
    private BigInteger total = BigInteger.ZERO;

    Sum(Function<Path, String> name) {
      this.name = name;
    }

    void add(Path path, long length, long modified) {
      String text = Text.format("%s %d %d", name.apply(path), length, modified);
      byte[] digest = DigestUtils.sha256(text.getBytes(StandardCharsets.UTF_8));
      total = total.add(new BigInteger(1, digest));
    }
  }
}
