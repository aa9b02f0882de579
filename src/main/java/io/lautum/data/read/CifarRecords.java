package io.lautum.data.read;

import io.lautum.DataException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The records of a subset's files, one after the other. A record is read by {@link #readLabel}
 * followed by {@link #readPixels} or {@link #skipPixels}.
 */
final class CifarRecords implements Closeable {
  private final Configuration hadoop;
  private final List<Path> files;
  private final CifarLayout format;
  private final int classes;

  /** The number of records before each file; the last entry is the total. */
  private final List<Long> starts;

  private final byte[] pixels = new byte[CifarLayout.SHAPE.size()];
  private int index;
  private BinaryFile file;
  private long position;

  private CifarRecords(
      Configuration hadoop,
      List<Path> files,
      CifarLayout format,
      int classes,
      List<Long> starts,
      BinaryFile first) {
    this.hadoop = hadoop;
    this.files = files;
    this.format = format;
    this.classes = classes;
    this.starts = starts;
    this.file = first;
  }

  /**
   * Opens the first of {@code files} and checks the lengths of all.
   *
   * @param classes number of classes, which bounds the labels
   * @throws DataException if a file is missing, empty or ends within a record
   */
  static CifarRecords open(Configuration hadoop, List<Path> files, CifarLayout format, int classes)
      throws IOException {
    List<Long> starts = new ArrayList<>(List.of(0L));
    for (Path path : files) {
      try (BinaryFile file = BinaryFile.open(hadoop, path)) {
        long length = file.fileLength();
        if (length == 0 || length % format.recordBytes() != 0) {
          throw new DataException(
              "%s: expected one or more records of %d bytes, found %d bytes, %d past record %d"
                  .formatted(
                      path,
                      format.recordBytes(),
                      length,
                      length % format.recordBytes(),
                      length / format.recordBytes()));
        }
        starts.add(starts.get(starts.size() - 1) + length / format.recordBytes());
      }
    }
    return new CifarRecords(
        hadoop, files, format, classes, starts, BinaryFile.open(hadoop, files.get(0)));
  }

  /** Returns the number of records in all files. */
  long total() {
    return starts.get(files.size());
  }

  /** Returns the number of records before the next one. */
  long position() {
    return position;
  }

  /** Moves forward to the start of a record. */
  void forwardTo(long record) throws IOException {
    position = record;
    enterFile();
    file.forwardTo((record - starts.get(index)) * format.recordBytes());
  }

  /** Reads the class of the next record. */
  int readLabel() throws IOException {
    enterFile();
    if (format == CifarLayout.CIFAR100) {
      checkedByte("a coarse label", CifarLayout.SUPERCLASSES);
    }
    return checkedByte("a label", classes);
  }

  byte[] readPixels() throws IOException {
    byte[] image = new byte[CifarLayout.SHAPE.size()];
    file.read(image, "the pixels of record " + position);
    position++;
    return image;
  }

  void skipPixels() throws IOException {
    // Reads instead of seeking, because a seek drops the read-ahead that holds the next labels.
    file.read(pixels, "the pixels of record " + position);
    position++;
  }

  private void enterFile() throws IOException {
    int wanted = index;
    while (wanted < files.size() - 1 && position >= starts.get(wanted + 1)) {
      wanted++;
    }
    if (wanted != index) {
      file.close();
      file = BinaryFile.open(hadoop, files.get(wanted));
      index = wanted;
    }
  }

  private int checkedByte(String what, int limit) throws IOException {
    long offset = file.position();
    int value = file.readByte(what);
    if (value >= limit) {
      throw new DataException(
          "%s: offset %d: expected %s from 0 to %d, found %d"
              .formatted(file.path(), offset, what, limit - 1, value));
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
