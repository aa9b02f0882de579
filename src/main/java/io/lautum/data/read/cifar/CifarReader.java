package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.StoredFile;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads CIFAR-10 or CIFAR-100 in the binary or the Python version, from the folder that the public
 * archive unpacks to, from its parent, or from the archive. CIFAR-100's class is the fine or the
 * coarse label.
 *
 * <p>Slices are contiguous ranges of records. If classes are chosen, the labels before a slice are
 * read too, because the examples' positions count only the chosen ones.
 */
public final class CifarReader implements DatasetReader {
  private final CifarLayout format;
  private final String path;
  private final ClassChoice choice;
  private volatile Located located;

  private CifarReader(CifarLayout format, String path, List<String> classes) {
    this.format = format;
    this.path = path;
    this.choice = new ClassChoice(classes);
  }

  /**
   * Returns a reader of the five training batches and the test batch.
   *
   * @param classes the classes to read, by name and in label order; all classes if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public static CifarReader cifar10(String path, List<String> classes) {
    return new CifarReader(CifarLayout.CIFAR10, path, classes);
  }

  /**
   * Returns a reader of the training and the test file.
   *
   * @param coarse whether the 20 coarse labels are the classes instead of the 100 fine ones
   * @param classes the classes to read, by name and in label order; all classes if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public static CifarReader cifar100(String path, boolean coarse, List<String> classes) {
    return new CifarReader(
        coarse ? CifarLayout.CIFAR100_COARSE : CifarLayout.CIFAR100, path, classes);
  }

  /**
   * Where the data is, found once.
   *
   * @param names class names by the files' labels
   * @param pickled the batches of the Python version, training first; empty for the binary version
   */
  private record Located(CifarFiles files, List<String> names, List<PickledCifarBatch> pickled)
      implements Serializable {}

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    Located data = located(hadoop);
    List<String> available = data.names();
    List<String> classes = choice.of(available, path);
    long[] counts = new long[available.size()];
    try (CifarRecords records = records(hadoop, data, Split.TRAIN)) {
      while (records.position() < records.total()) {
        counts[records.readLabel()]++;
        records.skipPixels();
      }
    }
    for (String name : classes) {
      if (counts[available.indexOf(name)] == 0) {
        throw new DataException(
            Text.format(
                "%s: expected at least one training example of class \"%s\", found none",
                data.files().where(), name));
      }
    }
    records(hadoop, data, Split.TEST).close();
    return new DatasetInfo(CifarLayout.SHAPE, classes);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    Located data = located(hadoop);
    List<String> available = data.names();
    List<String> classes = choice.of(available, path);
    int[] labels = available.stream().mapToInt(classes::indexOf).toArray();
    CifarRecords records = records(hadoop, data, subset);
    try {
      long from = part.from(records.total());
      long chosen = 0;
      if (classes.size() == available.size()) {
        records.forwardTo(from);
        chosen = from;
      } else {
        while (records.position() < from) {
          chosen += labels[records.readLabel()] < 0 ? 0 : 1;
          records.skipPixels();
        }
      }
      return new CifarExamples(records, labels, part.to(records.total()), chosen);
    } catch (IOException | RuntimeException e) {
      records.close();
      throw e;
    }
  }

  /** Returns whether this reader finds the files of one of the versions. */
  boolean isPresent(Configuration hadoop) throws IOException {
    return located != null
        || CifarFiles.search(new FolderLists(hadoop), new Path(path), format).isPresent();
  }

  private Located located(Configuration hadoop) throws IOException {
    if (located == null) {
      CifarFiles files = CifarFiles.find(hadoop, path, format);
      List<PickledCifarBatch> pickled = new ArrayList<>();
      for (Split subset : files.python() ? Split.values() : new Split[0]) {
        for (StoredFile file : files.of(subset, format)) {
          pickled.add(PickledCifarBatch.read(hadoop, file, format));
        }
      }
      located = new Located(files, CifarNames.read(hadoop, files, format), pickled);
    }
    return located;
  }

  private CifarRecords records(Configuration hadoop, Located data, Split subset)
      throws IOException {
    List<StoredFile> files = data.files().of(subset, format);
    if (!data.files().python()) {
      return BinaryCifarRecords.open(hadoop, files, format);
    }
    return new PickledCifarRecords(
        hadoop, data.pickled().stream().filter(batch -> files.contains(batch.file())).toList());
  }

  private static final class CifarExamples extends LookaheadExamples {
    private final CifarRecords records;
    private final int[] labels;
    private final long to;
    private long id;

    /**
     * @param labels class index by the file's label, -1 for a class that is not chosen
     * @param to end of the range of records, exclusive
     * @param id position of the next chosen example
     */
    private CifarExamples(CifarRecords records, int[] labels, long to, long id) {
      this.records = records;
      this.labels = labels;
      this.to = to;
      this.id = id;
    }

    @Override
    protected Example advance() throws IOException {
      while (records.position() < to) {
        int label = labels[records.readLabel()];
        if (label >= 0) {
          return new Example(id++, label, records.readPixels());
        }
        records.skipPixels();
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
