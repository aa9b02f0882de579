package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.experiment.config.DatasetConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A table whose vectors a model scores: all rows, regardless of label and subset. */
public final class VectorInput implements Serializable {
  private final VectorContents contents;

  private VectorInput(VectorContents contents) {
    this.contents = contents;
  }

  /**
   * A row.
   *
   * @param name value of the column of names, or the row's place
   * @param bytes the vector; null with a fault
   * @param fault why the row has no vector of the model's length; otherwise null
   */
  public record NamedVector(String name, byte[] bytes, String fault) {}

  /**
   * Opens a table.
   *
   * @param table place, columns and treatment of missing values
   * @param size length of the model's vectors
   * @param known names of the model's values, in their order; empty if they have none
   * @throws DataException if there is no table, or it does not have the columns, or has another
   *     number of them than the model has values
   */
  public static VectorInput open(
      Configuration hadoop, DatasetConfig table, int size, List<String> known) throws IOException {
    DatasetInfo info =
        new DatasetInfo(FloatVector.shape(size), ValueType.FLOAT, List.of(), List.of());
    VectorFiles found = VectorFiles.open(hadoop, table);
    VectorColumns columns =
        table.vectors().columns().isEmpty()
            ? found.columns().inOrder(table.path(), known)
            : found.columns();
    if (!columns.arrays() && columns.vector().size() != size) {
      throw new DataException(
          Text.format(
              "%s: expected %d columns of numbers, as the model has values, found %d: %s; name the"
                  + " columns by --columns",
              table.path(),
              size,
              columns.vector().size(),
              VectorColumns.firstOf(columns.vector())));
    }
    VectorFiles files = new VectorFiles(found.kind(), found.parts(), columns);
    return new VectorInput(new VectorContents(info, files, table.vectors().imputes(), List.of()));
  }

  /** Returns the number of files. */
  public int parts() {
    return contents.table().parts().size();
  }

  /** Opens the rows of a file. */
  public Rows read(Configuration hadoop, int part) throws IOException {
    return new Rows(contents, part, contents.table().open(hadoop, part, true));
  }

  /** The rows of a file, one at a time. */
  public static final class Rows implements Closeable {
    private final VectorContents contents;
    private final int part;
    private final VectorTable table;
    private long row;

    private Rows(VectorContents contents, int part, VectorTable table) {
      this.contents = contents;
      this.part = part;
      this.table = table;
    }

    /**
     * Returns the next row; null after the last.
     *
     * @throws DataException if the file is malformed
     */
    public NamedVector next() throws IOException {
      if (!table.next()) {
        return null;
      }
      String name = contents.name(table, part, row++);
      try {
        float[] values = contents.checked(table, table.values());
        return new NamedVector(name, FloatVector.bytes(values), null);
      } catch (DataException e) {
        String place = table.file() + ": ";
        String text = e.getMessage();
        return new NamedVector(
            name, null, text.startsWith(place) ? text.substring(place.length()) : text);
      }
    }

    @Override
    public void close() throws IOException {
      table.close();
    }
  }
}
