package io.lautum.data.read;

import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads the training images of a labelled dataset without their labels. */
final class UnlabelledReader implements DatasetReader {
  private final DatasetReader reader;

  UnlabelledReader(DatasetReader reader) {
    this.reader = reader;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    return reader.info(hadoop).withClasses(List.of(UNLABELLED));
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    return reader
        .read(hadoop, subset, slice, slices, findings)
        .map(example -> example.withLabel(0));
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit fit) {
    return new UnlabelledReader(reader.fitted(stored, fit));
  }
}
