package io.lautum.data.read;

import io.lautum.data.image.ImageFit;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Reads a dataset whose images have one shape, and resizes them. */
final class FittedReader implements DatasetReader {
  private final DatasetReader reader;
  private final DatasetInfo stored;
  private final ImageFit fit;

  FittedReader(DatasetReader reader, DatasetInfo stored, ImageFit fit) {
    this.reader = reader;
    this.stored = stored;
    this.fit = fit;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) {
    return new DatasetInfo(fit.shape(), stored.classes(), stored.notes());
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    return reader
        .read(hadoop, subset, slice, slices, findings)
        .map(
            example ->
                new Example(
                    example.id(),
                    example.label(),
                    fit.apply(example.pixels(), stored.shape()),
                    example.name()));
  }
}
