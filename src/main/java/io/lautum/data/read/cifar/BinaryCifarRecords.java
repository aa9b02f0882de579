package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The records of CIFAR's binary version. */
final class BinaryCifarRecords implements CifarRecords {
  private final Configuration hadoop;
  private final List<StoredFile> files;
  private final CifarLayout format;

  /** The number of records before each file; the last entry is the total. */
  private final List<Long> starts;

  private final byte[] pixels = new byte[CifarLayout.SHAPE.size()];
  private int index;
  private BinaryFile file;
  private long position;

  private BinaryCifarRecords(
      Configuration hadoop,
      List<StoredFile> files,
      CifarLayout format,
      List<Long> starts,
      BinaryFile first) {
    this.hadoop = hadoop;
    this.files = files;
    this.format = format;
    this.starts = starts;
    this.file = first;
  }

  /**
   * Opens the first of {@code files} and checks the lengths of all.
   *
   * @throws DataException if a file is missing, empty or ends within a record
   */
  static BinaryCifarRecords open(Configuration hadoop, List<StoredFile> files, CifarLayout format)
      throws IOException {
    List<Long> starts = new ArrayList<>(List.of(0L));
    for (StoredFile file : files) {
      long length = file.length();
      if (length == 0 || length % format.recordBytes() != 0) {
        throw new DataException(
            Text.format(
                "%s: expected one or more records of %d bytes, found %d bytes, %d past record %d",
                file.path(),
                format.recordBytes(),
                length,
                length % format.recordBytes(),
                length / format.recordBytes()));
      }
      starts.add(starts.get(starts.size() - 1) + length / format.recordBytes());
    }
    return new BinaryCifarRecords(
        hadoop, files, format, starts, BinaryFile.open(hadoop, files.get(0)));
  }

  @Override
  public long total() {
    return starts.get(files.size());
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void forwardTo(long record) throws IOException {
    position = record;
    enterFile();
    file.forwardTo((record - starts.get(index)) * format.recordBytes());
  }

  @Override
  public int readLabel() throws IOException {
    enterFile();
    int label = 0;
    List<Integer> limits = format.labelLimits();
    for (int i = 0; i < limits.size(); i++) {
      boolean coarse = i < limits.size() - 1;
      int read = checkedByte(coarse ? "a coarse label" : "a label", limits.get(i));
      label = i == format.labelByte() ? read : label;
    }
    return label;
  }

  @Override
  public byte[] readPixels() throws IOException {
    byte[] image = new byte[CifarLayout.SHAPE.size()];
    file.read(image, "the pixels of record " + position);
    position++;
    return image;
  }

  @Override
  public void skipPixels() throws IOException {
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
          Text.format(
              "%s: offset %d: expected %s from 0 to %d, found %d",
              file.path(), offset, what, limit - 1, value));
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
