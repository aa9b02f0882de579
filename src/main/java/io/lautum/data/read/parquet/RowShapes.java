package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageShape;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.parquet.ParquetRows;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ShapeSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;

/**
 * The common shape of a table's training images, from about a thousand of them. They are spread
 * evenly over a few row groups, which are spread evenly over the table, because each row group is
 * read as a whole.
 */
final class RowShapes {
  private static final int MOST_GROUPS = 8;

  private final Configuration hadoop;
  private final List<TablePart> parts;
  private final ImageColumn column;
  private final LinkedImages links;
  private final RowPlaces places;

  RowShapes(
      Configuration hadoop,
      List<TablePart> parts,
      ImageColumn column,
      LinkedImages links,
      RowPlaces places) {
    this.hadoop = hadoop;
    this.parts = parts;
    this.column = column;
    this.links = links;
    this.places = places;
  }

  private record RowGroup(TablePart part, int index) {}

  /**
   * Returns the shape. If all images of the sample are bad, it is that of the first intact image,
   * and without any of them an arbitrary one, so that reading the dataset reports all bad images.
   */
  ImageShape typical() throws IOException {
    List<RowGroup> groups = new ArrayList<>();
    for (TablePart part : parts) {
      try (ParquetFile file = part.open(hadoop)) {
        for (int group = 0; group < file.groups().size(); group++) {
          if (hasTraining(file, part, group)) {
            groups.add(new RowGroup(part, group));
          }
        }
      }
    }
    int chosen = Math.min(MOST_GROUPS, groups.size());
    try (ShapeSample sample = new ShapeSample(ShapeSample.SIZE);
        RowImages images = new RowImages(column, links, hadoop, Background.WHITE)) {
      for (int i = 0; i < chosen; i++) {
        RowGroup group = groups.get((int) ((2L * i + 1) * groups.size() / (2 * chosen)));
        add(sample, images, group, ShapeSample.SIZE / chosen);
      }
      for (int i = 0; i < groups.size() && sample.typical().isEmpty(); i++) {
        add(sample, images, groups.get(i), Integer.MAX_VALUE);
      }
      return sample.typical().orElse(new ImageShape(1, 1, 1));
    }
  }

  private boolean hasTraining(ParquetFile file, TablePart part, int group) throws IOException {
    for (int label : places.labels(file, part, group, Split.TRAIN)) {
      if (label != RowPlaces.NONE) {
        return true;
      }
    }
    return false;
  }

  private void add(ShapeSample sample, RowImages images, RowGroup group, int wanted)
      throws IOException {
    try (ParquetFile file = group.part().open(hadoop)) {
      int[] labels = places.labels(file, group.part(), group.index(), Split.TRAIN);
      long first = file.groups().stream().limit(group.index()).mapToLong(rows -> rows).sum();
      int step = Math.max(1, labels.length / wanted);
      ParquetRows rows = file.rows(group.index(), column.projection(file.name(), file.schema()));
      int training = 0;
      for (int i = 0; i < labels.length; i++) {
        Group row = rows.next();
        if (labels[i] != RowPlaces.NONE && training++ % step == 0) {
          add(sample, images, images.named(group.part(), first + i, row));
        }
      }
    }
  }

  private static void add(ShapeSample sample, RowImages images, RowImages.Named image)
      throws IOException {
    ImageShape shape;
    try {
      shape = images.shape(image);
    } catch (DataException e) {
      // Bad images are reported when the dataset is read.
      return;
    }
    sample.add(shape);
  }
}
