package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;

/**
 * The images of a contiguous range of a subset. Only row groups that have some of them are read,
 * row by row.
 */
final class ParquetExamples extends LookaheadExamples {
  private final Configuration hadoop;
  private final ParquetContents contents;
  private final Split subset;
  private final FileFindings findings;
  private final RowImages images;
  private final long from;
  private final long to;

  /** Number of images of the subset before the next row. */
  private long position;

  private int nextPart;
  private TablePart part;
  private ParquetFile file;
  private int nextGroup;
  private long firstRow;
  private int[] labels = new int[0];
  private ParquetRows rows;
  private int row;

  ParquetExamples(
      Configuration hadoop,
      ParquetContents contents,
      Split subset,
      Slice slice,
      FileFindings findings) {
    this.hadoop = hadoop;
    this.contents = contents;
    this.subset = subset;
    this.findings = findings;
    this.images =
        new RowImages(contents.image(), contents.links(), hadoop, contents.fit().background());
    long total = contents.count(subset);
    this.from = slice.from(total);
    this.to = slice.to(total);
  }

  @Override
  protected Example advance() throws IOException {
    while (from < to && position < to) {
      if (row == labels.length) {
        openGroup();
        continue;
      }
      Group values = rows.next();
      int label = labels[row++];
      if (label == RowPlaces.NONE) {
        continue;
      }
      long id = position++;
      Example example = id < from ? null : example(id, label, values);
      if (example != null) {
        return example;
      }
    }
    return null;
  }

  /** Opens the next row group, which may have no image of the slice. */
  private void openGroup() throws IOException {
    if (file == null || nextGroup == file.groups().size()) {
      openPart();
    }
    int group = nextGroup++;
    firstRow = file.groups().stream().limit(group).mapToLong(count -> count).sum();
    labels = contents.places().labels(file, part, group, subset);
    row = 0;
    long wanted = 0;
    for (int label : labels) {
      wanted += label == RowPlaces.NONE ? 0 : 1;
    }
    if (position + wanted <= from || wanted == 0) {
      position += wanted;
      labels = new int[0];
      return;
    }
    rows = file.rows(group, contents.image().projection(file.name(), file.schema()));
  }

  private void openPart() throws IOException {
    closeFile();
    while (nextPart < contents.parts().size()) {
      long count = contents.counts()[nextPart][subset.ordinal()];
      if (count > 0 && position + count > from) {
        part = contents.parts().get(nextPart++);
        file = part.open(hadoop);
        nextGroup = 0;
        if (!file.groups().isEmpty()) {
          return;
        }
        closeFile();
      } else {
        position += count;
        nextPart++;
      }
    }
    throw new DataException(
        Text.format(
            "%s: expected %d %s images as in the first pass, found %d",
            contents.parts().get(0).file(), contents.count(subset), subset.directory(), position));
  }

  /** Decodes the image of a row; returns null if it is bad. */
  private Example example(long id, int label, Group values) throws IOException {
    RowImages.Named image = images.named(part, firstRow + row - 1, values);
    DecodedImage decoded;
    try {
      decoded = images.decode(image);
    } catch (DataException e) {
      findings.bad(id, image.where(), e);
      return null;
    }
    if (!decoded.warnings().isEmpty()) {
      findings.warned(id, image.where(), decoded.warnings());
    }
    byte[] fitted = contents.fit().apply(decoded.pixels(), decoded.shape());
    return new Example(id, label, fitted, image.name());
  }

  private void closeFile() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() throws IOException {
    try (images) {
      closeFile();
    }
  }
}
