package io.lautum.data.read.parquet;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The result of the survey of a table.
 *
 * @param parts files of the table
 * @param counts number of training and of test images by file, bad ones among them
 * @param image column of images
 * @param links where the images are if the column has paths, or else null
 * @param places which rows belong to which subset and class
 */
record ParquetContents(
    DatasetInfo info,
    ImageFit fit,
    List<TablePart> parts,
    long[][] counts,
    ImageColumn image,
    LinkedImages links,
    RowPlaces places)
    implements Serializable {
  ParquetContents fitted(ImageFit other) {
    DatasetInfo shaped = new DatasetInfo(other.shape(), info.classes(), info.notes());
    return new ParquetContents(shaped, other, parts, counts, image, links, places);
  }

  /** Returns the number of images of a subset. */
  long count(Split subset) {
    return Arrays.stream(counts).mapToLong(part -> part[subset.ordinal()]).sum();
  }
}
