package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.data.image.ClassNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads CIFAR-10 or CIFAR-100 in the binary version, from the folder that the public archive
 * unpacks to or from its parent. CIFAR-100's class is the fine label.
 *
 * <p>Slices are contiguous ranges of records. If classes are chosen, the labels before a slice are
 * read too, because the examples' positions count only the chosen ones.
 */
public final class CifarReader implements DatasetReader {
  /** Upper bound for the size of a file of names. */
  private static final int NAMES_BYTES = 1 << 16;

  private final CifarLayout format;
  private final String path;
  private final ClassChoice choice;

  private CifarReader(CifarLayout format, String path, List<String> classes) {
    this.format = format;
    this.path = path;
    this.choice = new ClassChoice(classes);
  }

  /**
   * Returns a reader of {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code
   * test_batch.bin}.
   *
   * @param classes the classes to read, by name and in label order; all classes if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public static CifarReader cifar10(String path, List<String> classes) {
    return new CifarReader(CifarLayout.CIFAR10, path, classes);
  }

  /**
   * Returns a reader of {@code train.bin} and {@code test.bin}.
   *
   * @param classes the classes to read, by fine name and in label order; all classes if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public static CifarReader cifar100(String path, List<String> classes) {
    return new CifarReader(CifarLayout.CIFAR100, path, classes);
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    Path folder = folder(hadoop);
    List<String> available = names(hadoop, folder);
    List<String> classes = choice.of(available, path);
    long[] counts = new long[available.size()];
    try (CifarRecords records = records(hadoop, folder, Split.TRAIN, available.size())) {
      while (records.position() < records.total()) {
        counts[records.readLabel()]++;
        records.skipPixels();
      }
    }
    for (String name : classes) {
      if (counts[available.indexOf(name)] == 0) {
        throw new DataException(
            "%s: expected at least one training example of class \"%s\", found none"
                .formatted(folder, name));
      }
    }
    records(hadoop, folder, Split.TEST, available.size()).close();
    return new DatasetInfo(CifarLayout.SHAPE, classes);
  }

  @Override
  public Examples read(Configuration hadoop, Split subset, int slice, int slices)
      throws IOException {
    Slice part = new Slice(slice, slices);
    Path folder = folder(hadoop);
    List<String> available = names(hadoop, folder);
    List<String> classes = choice.of(available, path);
    int[] labels = available.stream().mapToInt(classes::indexOf).toArray();
    CifarRecords records = records(hadoop, folder, subset, available.size());
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

  /** Returns whether this reader finds the files of the binary version. */
  boolean isPresent(Configuration hadoop) throws IOException {
    return find(hadoop).isPresent();
  }

  private Path folder(Configuration hadoop) throws IOException {
    String first = format.files(Split.TRAIN).get(0);
    return find(hadoop)
        .orElseThrow(
            () ->
                new DataException(
                    "%s: expected %s or %s/%s, found neither"
                        .formatted(path, first, format.folder(), first)));
  }

  private Optional<Path> find(Configuration hadoop) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(hadoop);
    String first = format.files(Split.TRAIN).get(0);
    for (Path candidate : List.of(given, new Path(given, format.folder()))) {
      if (fileSystem.exists(new Path(candidate, first))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private CifarRecords records(Configuration hadoop, Path folder, Split subset, int classes)
      throws IOException {
    List<Path> files = format.files(subset).stream().map(name -> new Path(folder, name)).toList();
    return CifarRecords.open(hadoop, files, format, classes);
  }

  private List<String> names(Configuration hadoop, Path folder) throws IOException {
    Path file = new Path(folder, format.namesFile());
    if (!file.getFileSystem(hadoop).exists(file)) {
      return format.names();
    }
    int expected = format.names().size();
    List<String> names;
    try (DataStream stream = DataStream.open(hadoop, file)) {
      String text = new String(stream.readNBytes(NAMES_BYTES), StandardCharsets.UTF_8);
      names = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
    if (names.stream().distinct().count() != expected || names.size() != expected) {
      throw new DataException(
          "%s: expected %d different class names, one per line, found %d, %d of them different"
              .formatted(file, expected, names.size(), names.stream().distinct().count()));
    }
    for (String name : names) {
      if (!ClassNames.isAllowed(name)) {
        throw new DataException(
            "%s: expected names of 1 to 255 printable characters, found \"%s\""
                .formatted(file, name));
      }
    }
    return names;
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
