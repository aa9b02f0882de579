package io.lautum.data.read.vectors;

import io.lautum.data.image.FloatVector;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads a dataset of vectors with its columns in another order. */
public final class ReorderedReader implements DatasetReader {
  private final DatasetReader reader;
  private final List<String> columns;

  /**
   * @param columns the same names as those of the reader
   */
  public ReorderedReader(DatasetReader reader, List<String> columns) {
    this.reader = reader;
    this.columns = List.copyOf(columns);
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    return reader.info(hadoop).withColumns(columns);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    List<String> stored = reader.info(hadoop).columns();
    int[] positions = columns.stream().mapToInt(stored::indexOf).toArray();
    return reader
        .read(hadoop, subset, slice, slices, findings)
        .map(example -> reordered(example, positions));
  }

  /**
   * Returns an example with its values in another order.
   *
   * @param positions stored position of each value
   */
  private static Example reordered(Example example, int[] positions) {
    float[] stored = new float[positions.length];
    FloatVector.read(example.pixels(), 0, stored);
    float[] values = new float[positions.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = stored[positions[j]];
    }
    return new Example(example.id(), example.label(), FloatVector.bytes(values), example.name());
  }
}
