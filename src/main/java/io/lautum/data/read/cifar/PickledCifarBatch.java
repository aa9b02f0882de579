package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.StoredFile;
import io.lautum.data.pickle.PickleReader;
import io.lautum.data.pickle.PickleStack;
import io.lautum.data.pickle.PickledArray;
import io.lautum.data.pickle.PickledBytes;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * One file of CIFAR's Python version: the labels, and where the file has the pixels.
 *
 * @param labels class by image
 * @param offset position of the first stored byte of the pixels in the decompressed file
 * @param utf8 whether each byte is stored as a character in UTF-8
 * @param inPlace whether {@code offset} and {@code utf8} are valid; otherwise the pixels are short
 *     or escaped, and {@link #pixels} reads them
 */
record PickledCifarBatch(StoredFile file, int[] labels, long offset, boolean utf8, boolean inPlace)
    implements Serializable {
  /**
   * Reads everything but the pixels.
   *
   * @throws DataException if the file is not a pickle of labels and an array of bytes
   */
  static PickledCifarBatch read(Configuration hadoop, StoredFile file, CifarLayout layout)
      throws IOException {
    try (BinaryFile pickle = BinaryFile.open(hadoop, file)) {
      Map<Object, Object> batch = PickleReader.read(pickle);
      int[] labels = labels(file, batch, layout);
      PickledArray array = array(file, batch);
      long[] shape = array.shape();
      int size = CifarLayout.SHAPE.size();
      boolean bytes = array.type().equals("u1") || array.type().equals("B");
      if (!bytes
          || array.fortran()
          || array.data() == null
          || shape.length != 2
          || shape[0] != labels.length
          || shape[1] != size) {
        throw new DataException(
            Text.format(
                    "%s: expected an array \"data\" of unsigned bytes, %d x %d, row by row, found"
                        + " %s of type",
                    file.path(), labels.length, size, Arrays.toString(shape))
                + Text.format(" %s%s", array.type(), array.fortran() ? ", column by column" : ""));
      }
      PickledBytes data = array.data();
      long expected = (long) labels.length * size;
      if (data.utf8() ? data.length() < expected : data.length() != expected) {
        throw new DataException(
            Text.format(
                "%s: expected %d bytes of pixels, found %d", file.path(), expected, data.length()));
      }
      return new PickledCifarBatch(
          file, labels, data.offset(), data.utf8(), data.content() == null);
    }
  }

  private static PickledArray array(StoredFile file, Map<Object, Object> batch) {
    if (batch.get("data") instanceof PickledArray array) {
      return array;
    }
    throw new DataException(
        Text.format(
            "%s: expected an array \"data\", found only the keys %s", file.path(), batch.keySet()));
  }

  /** Reads all pixels, which must not be {@link #inPlace}. */
  byte[] pixels(Configuration hadoop) throws IOException {
    try (BinaryFile pickle = BinaryFile.open(hadoop, file)) {
      return array(file, PickleReader.read(pickle)).data().content();
    }
  }

  private static int[] labels(StoredFile file, Map<Object, Object> batch, CifarLayout layout) {
    List<Object> stored = PickleStack.list(batch.get(layout.labelsKey()));
    if (stored == null || stored.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected a list \"%s\" of labels, found only the keys %s",
              file.path(), layout.labelsKey(), batch.keySet()));
    }
    int[] labels = new int[stored.size()];
    for (int i = 0; i < labels.length; i++) {
      if (!(stored.get(i) instanceof Long label) || label < 0 || label >= layout.names().size()) {
        throw new DataException(
            Text.format(
                "%s: %s[%d]: expected a label from 0 to %d, found %s",
                file.path(),
                layout.labelsKey(),
                i,
                layout.names().size() - 1,
                stored.get(i) instanceof Long label ? label : "another value"));
      }
      labels[i] = label.intValue();
    }
    return labels;
  }
}
