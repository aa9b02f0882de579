package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.ZipContainer;
import io.lautum.data.read.images.SubsetName;
import io.lautum.data.read.npz.NpyHeader;
import io.lautum.data.read.parquet.TablePart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Vectors in numpy's arrays: {@code X} of shape (n, d) and labels {@code y} of shape (n) in a
 * {@code .npz} archive, or {@code x_train}, {@code y_train}, {@code x_test} and {@code y_test}; or
 * a {@code .npy} file of vectors without labels.
 */
final class NumpyVectors extends VectorTable {
  private static final String ARCHIVE = ".npz";
  private static final String ARRAY = ".npy";
  private static final int MOST_VALUES = 1 << 24;

  /** Size of an array in Fortran's order, which is kept in memory. */
  private static final long MOST_BYTES = 1L << 28;

  private final BinaryFile vectors;
  private final NpyHeader header;
  private final BinaryFile labels;
  private final NpyHeader labelHeader;
  private final int size;

  /** Whether the values of a column, not those of a row, are one after the other. */
  private final boolean byColumn;

  private final boolean withVectors;
  private byte[] columns;
  private final byte[] row;
  private int read;
  private String label;

  private NumpyVectors(String file, BinaryFile vectors, BinaryFile labels, boolean withVectors)
      throws IOException {
    super(file, -1);
    this.withVectors = withVectors;
    this.vectors = vectors;
    this.labels = labels;
    header = NpyHeader.read(vectors);
    labelHeader = labels == null ? null : NpyHeader.read(labels);
    int[] shape = header.shape();
    boolean numbers = header.type().matches("f[248]|[iu][1248]|b1");
    if (shape.length != 2 || !numbers || shape[1] > MOST_VALUES) {
      throw new DataException(
          Text.format(
              "%s: expected numbers of shape (n, d), found %s",
              vectors.path(), header.described()));
    }
    byColumn = header.fortran() && shape[0] > 1 && shape[1] > 1;
    if (byColumn && (long) shape[0] * shape[1] * header.itemSize() > MOST_BYTES) {
      throw new DataException(
          Text.format(
              "%s: expected arrays of more than %d bytes in C's order, found %s; save"
                  + " numpy.ascontiguousarray of it",
              vectors.path(), MOST_BYTES, header.described()));
    }
    if (labelHeader != null
        && (labelHeader.shape().length != 1
            || labelHeader.shape()[0] != shape[0]
            || !labelHeader.type().matches("[iu][1248]|b1"))) {
      throw new DataException(
          Text.format(
              "%s: expected a whole number for each of %d vectors, found %s",
              labels.path(), shape[0], labelHeader.described()));
    }
    size = shape[1];
    row = new byte[size * header.itemSize()];
  }

  /** Returns the parts of a file: its training and test arrays, or its only ones. */
  static List<TablePart> parts(Configuration hadoop, TablePart file) throws IOException {
    if (!isArchive(file.file())) {
      return List.of(file);
    }
    Map<String, String> arrays = arrays(hadoop, file.file());
    List<TablePart> parts = new ArrayList<>();
    for (SubsetName subset : SubsetName.values()) {
      for (String array : arrays.keySet()) {
        String name = array.startsWith("x_") ? array.substring(2) : "";
        if (SubsetName.of(name).equals(Optional.of(subset))) {
          parts.add(new TablePart(file.path() + "/" + name, file.file()));
        }
      }
    }
    if (parts.isEmpty() && !arrays.containsKey("x")) {
      throw new DataException(
          Text.format(
              "%s: expected the arrays X and y, or x_train, y_train, x_test and y_test, found %s",
              file.file(), arrays.keySet()));
    }
    return parts.isEmpty() ? List.of(file) : parts;
  }

  private static boolean isArchive(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(ARCHIVE);
  }

  /** Returns the entries of an archive by the array's name in lower case. */
  private static Map<String, String> arrays(Configuration hadoop, String file) throws IOException {
    Map<String, String> arrays = new TreeMap<>();
    try (ZipContainer zip = ZipContainer.open(hadoop, new Path(file))) {
      for (ContainerEntry entry = zip.next(); entry != null; entry = zip.next()) {
        if (entry.path().endsWith(ARRAY)) {
          String name = entry.path().substring(0, entry.path().length() - ARRAY.length());
          arrays.put(name.toLowerCase(Locale.ROOT), entry.path());
        }
      }
    }
    return arrays;
  }

  static NumpyVectors open(Configuration hadoop, TablePart part, boolean withVectors)
      throws IOException {
    if (!isArchive(part.file())) {
      return new NumpyVectors(
          part.file(), BinaryFile.open(hadoop, new Path(part.file())), null, withVectors);
    }
    Map<String, String> arrays = arrays(hadoop, part.file());
    boolean whole = isArchive(part.path());
    String suffix = whole ? "" : part.path().substring(part.path().lastIndexOf('/') + 1);
    String separator = whole ? "" : "_";
    BinaryFile vectors = entry(hadoop, part.file(), arrays.get("x" + separator + suffix));
    String labels = arrays.get("y" + separator + suffix);
    try {
      return new NumpyVectors(
          part.file(),
          vectors,
          labels == null ? null : entry(hadoop, part.file(), labels),
          withVectors);
    } catch (IOException | RuntimeException e) {
      vectors.close();
      throw e;
    }
  }

  private static BinaryFile entry(Configuration hadoop, String file, String wanted)
      throws IOException {
    return BinaryFile.of(ZipContainer.open(hadoop, new Path(file), wanted));
  }

  @Override
  boolean advance() throws IOException {
    if (read == header.shape()[0]) {
      return false;
    }
    if (!byColumn) {
      vectors.read(row, "vector " + read);
    } else if (withVectors && columns == null) {
      columns = new byte[header.shape()[0] * row.length];
      vectors.read(columns, "the values of all vectors");
    }
    if (labels != null) {
      byte[] value = new byte[labelHeader.itemSize()];
      labels.read(value, "label " + read);
      label = NumpyNumbers.whole(labelHeader, value);
    }
    read++;
    return true;
  }

  @Override
  String text(String column) {
    return label;
  }

  @Override
  float[] values() {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      double value =
          byColumn
              ? NumpyNumbers.value(
                  header, columns, (i * header.shape()[0] + read - 1) * header.itemSize())
              : NumpyNumbers.value(header, row, i * header.itemSize());
      values[i] = finite(value, String.valueOf(i));
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    vectors.close();
    if (labels != null) {
      labels.close();
    }
  }
}
