package io.lautum.pipeline;

import io.lautum.Text;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.TargetSets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A digest of the files of datasets to which users add files: path, length and time of change of
 * each file. The configuration only names the folders, and their content decides whether shards are
 * still those of the data.
 */
final class InputStamp {
  private InputStamp() {}

  /**
   * Returns the digest of an experiment's datasets.
   *
   * @param hadoop settings of the datasets' file systems
   */
  static String of(ExperimentConfig config, Configuration hadoop) throws IOException {
    TargetSets sets = config.targetSets();
    List<String> places = new ArrayList<>(List.of(sets.labelled(), sets.unlabelled(), sets.test()));
    DatasetConfig source = config.source();
    places.add(source == null ? "" : source.path());
    StringBuilder stamps = new StringBuilder();
    for (String place : places) {
      stamps.append(place.isEmpty() ? "" : of(new Path(place), hadoop)).append('\n');
    }
    return DigestUtils.sha256Hex(stamps.toString());
  }

  /** Returns the sum of the digests of all files, which does not depend on their order. */
  private static String of(Path place, Configuration hadoop) throws IOException {
    FileSystem files = place.getFileSystem(hadoop);
    BigInteger sum = BigInteger.ZERO;
    try {
      FileStatus status = files.getFileStatus(place);
      if (!status.isDirectory()) {
        return digest(status).toString(16);
      }
      RemoteIterator<LocatedFileStatus> found = files.listFiles(place, true);
      while (found.hasNext()) {
        sum = sum.add(digest(found.next()));
      }
    } catch (FileNotFoundException e) {
      // The preparation says what was expected there.
      return "missing";
    }
    return sum.toString(16);
  }

  private static BigInteger digest(FileStatus file) {
    String text =
        Text.format("%s %d %d", file.getPath(), file.getLen(), file.getModificationTime());
    return new BigInteger(1, DigestUtils.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
