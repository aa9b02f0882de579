package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The records of CIFAR's Python version. The pixels are read from their place in the file. */
final class PickledCifarRecords implements CifarRecords {
  private final Configuration hadoop;
  private final List<PickledCifarBatch> batches;
  private final long total;
  private int index;
  private int row;
  private long before;
  private BinaryFile file;
  private long pixelsRead;

  /** The pixels of the current batch, if they cannot be read in place. */
  private byte[] kept;

  PickledCifarRecords(Configuration hadoop, List<PickledCifarBatch> batches) {
    this.hadoop = hadoop;
    this.batches = batches;
    this.total = batches.stream().mapToLong(batch -> batch.labels().length).sum();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public long position() {
    return before + row;
  }

  @Override
  public void forwardTo(long record) throws IOException {
    while (position() < record) {
      int left = batches.get(index).labels().length - row;
      row += (int) Math.min(left, record - position());
      leaveFinished();
    }
  }

  @Override
  public int readLabel() {
    return batches.get(index).labels()[row];
  }

  @Override
  public byte[] readPixels() throws IOException {
    PickledCifarBatch batch = batches.get(index);
    int size = CifarLayout.SHAPE.size();
    byte[] pixels;
    if (!batch.inPlace()) {
      kept = kept == null ? batch.pixels(hadoop) : kept;
      pixels = Arrays.copyOfRange(kept, row * size, (row + 1) * size);
    } else {
      if (file == null) {
        file = BinaryFile.open(hadoop, batch.file());
        file.forwardTo(batch.offset());
      }
      pixels = batch.utf8() ? decoded(size) : stored(batch, size);
    }
    skipPixels();
    return pixels;
  }

  private byte[] stored(PickledCifarBatch batch, int size) throws IOException {
    file.forwardTo(batch.offset() + (long) row * size);
    byte[] pixels = new byte[size];
    file.read(pixels, "the pixels of image " + row);
    return pixels;
  }

  /** Decodes the characters up to the current image, each of one or two bytes. */
  private byte[] decoded(int size) throws IOException {
    long wanted = (long) row * size;
    byte[] pixels = new byte[size];
    while (pixelsRead < wanted + size) {
      long offset = file.position();
      int value = file.readByte("the pixels of image " + row);
      if (value >= 0xc2 && value <= 0xc3) {
        value = (value & 3) << 6 | file.readByte("the pixels of image " + row) & 0x3f;
      } else if (value >= 0x80) {
        throw new DataException(
            Text.format(
                "%s: offset %d: expected a byte as a character in UTF-8, found 0x%02x",
                file.path(), offset, value));
      }
      if (pixelsRead >= wanted) {
        pixels[(int) (pixelsRead - wanted)] = (byte) value;
      }
      pixelsRead++;
    }
    return pixels;
  }

  @Override
  public void skipPixels() throws IOException {
    row++;
    leaveFinished();
  }

  private void leaveFinished() throws IOException {
    if (row == batches.get(index).labels().length && index < batches.size() - 1) {
      before += row;
      row = 0;
      index++;
      pixelsRead = 0;
      kept = null;
      close();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
