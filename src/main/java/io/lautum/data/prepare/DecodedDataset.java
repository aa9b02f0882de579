package io.lautum.data.prepare;

import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.shard.DatasetFindings;
import io.lautum.data.shard.DatasetFindings.FileGroup;
import io.lautum.data.shard.DatasetFindings.FoundFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decoded subsets of a dataset, kept on the executors' disks.
 *
 * @param reader the dataset's reader on the executors, to which it is sent once, because it has the
 *     paths of all files
 */
record DecodedDataset(
    RawDataset raw, DecodedSplit train, DecodedSplit test, Broadcast<Sent<DatasetReader>> reader)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecodedDataset.class);

  /** Number of files that {@link #findings} names for each kind of finding. */
  private static final int MOST_NAMED = 5;

  /**
   * Decodes both subsets.
   *
   * @param slices number of tasks per subset
   */
  static DecodedDataset read(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      RawDataset raw,
      int slices) {
    Broadcast<Sent<DatasetReader>> reader = spark.broadcast(new Sent<>(raw.reader()));
    DecodedSplit train = null;
    boolean complete = false;
    try {
      train = read(spark, hadoop, raw, reader, Split.TRAIN, slices);
      DecodedSplit test = read(spark, hadoop, raw, reader, Split.TEST, slices);
      raw.missingTestClasses(test.statistics())
          .ifPresent(note -> LOG.warn("{}: {}", raw.config().name(), note));
      complete = true;
      return new DecodedDataset(raw, train, test, reader);
    } finally {
      if (!complete) {
        if (train != null) {
          train.close();
        }
        reader.destroy();
      }
    }
  }

  private static DecodedSplit read(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      RawDataset raw,
      Broadcast<Sent<DatasetReader>> reader,
      Split subset,
      int slices) {
    LOG.info("reading {}", raw.name(subset));
    spark.setJobDescription("read " + raw.name(subset));
    DecodedSplit decoded = DecodedSplit.read(spark, hadoop, reader, raw.info(), subset, slices);
    LOG.info(
        "{}: {} images of {}", raw.name(subset), decoded.statistics().size(), raw.info().shape());
    return decoded;
  }

  /** Returns the number of bad files. */
  long bad() {
    return train.findings().bad() + test.findings().bad();
  }

  /** Returns the number of files, bad ones among them. */
  long files() {
    return train.statistics().size() + test.statistics().size() + bad();
  }

  /** Returns what users should know about the dataset. */
  DatasetFindings findings() {
    List<String> notes = new ArrayList<>();
    raw.info().notes().forEach(note -> notes.add(note.text()));
    raw.missingTestClasses(test.statistics()).ifPresent(notes::add);
    return new DatasetFindings(
        raw.config().name(),
        notes,
        new FileGroup(
            train.findings().bad(), test.findings().bad(), first(SplitFindings::firstBad)),
        new FileGroup(
            train.findings().warned(),
            test.findings().warned(),
            first(SplitFindings::firstWarned)));
  }

  private List<FoundFile> first(Function<SplitFindings, List<FileFinding>> files) {
    return Stream.of(train, test)
        .flatMap(split -> files.apply(split.findings()).stream())
        .limit(MOST_NAMED)
        .map(file -> new FoundFile(file.path(), file.text()))
        .toList();
  }

  @Override
  public void close() {
    try (train) {
      test.close();
    } finally {
      reader.destroy();
    }
  }
}
