package io.lautum.data.read.vectors;

import io.lautum.Text;
import io.lautum.data.image.FloatVector;
import io.lautum.data.read.Example;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** The vectors of a contiguous range of a subset. Only files that have some of them are read. */
final class VectorExamples extends LookaheadExamples {
  private final Configuration hadoop;
  private final VectorContents contents;
  private final Split subset;
  private final long from;
  private final long to;
  private long position;
  private int part = -1;
  private VectorTable table;
  private int row;

  VectorExamples(Configuration hadoop, VectorContents contents, Split subset, Slice slice) {
    this.hadoop = hadoop;
    this.contents = contents;
    this.subset = subset;
    long total = contents.count(subset);
    from = slice.from(total);
    to = slice.to(total);
  }

  @Override
  protected Example advance() throws IOException {
    while (from < to && position < to) {
      int[] places = table == null ? new int[0] : contents.places().get(part);
      if (row == places.length) {
        openNext();
        continue;
      }
      if (!table.next()) {
        throw table.fault(
            Text.format("expected %d rows as in the first pass, found fewer", places.length));
      }
      int place = places[row++];
      if (!VectorContents.isIn(place, subset)) {
        continue;
      }
      long id = position++;
      if (id >= from) {
        byte[] bytes = FloatVector.bytes(contents.checked(table, table.values()));
        String name = contents.name(table, part, row - 1L);
        return new Example(id, VectorContents.label(place), bytes, name);
      }
    }
    return null;
  }

  private void openNext() throws IOException {
    close();
    row = 0;
    part++;
    long count = contents.count(part, subset);
    if (count == 0 || position + count <= from) {
      position += count;
      return;
    }
    table = contents.table().open(hadoop, part, true);
  }

  @Override
  public void close() throws IOException {
    if (table != null) {
      table.close();
      table = null;
    }
  }
}
