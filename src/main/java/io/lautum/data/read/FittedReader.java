package io.lautum.data.read;

import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
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
    return new FittedExamples(
        reader.read(hadoop, subset, slice, slices, findings), stored.shape(), fit);
  }

  private record FittedExamples(Examples examples, ImageShape stored, ImageFit fit)
      implements Examples {
    @Override
    public boolean hasNext() {
      return examples.hasNext();
    }

    @Override
    public Example next() {
      Example example = examples.next();
      byte[] fitted = fit.apply(example.pixels(), stored);
      return new Example(example.id(), example.label(), fitted, example.name());
    }

    @Override
    public void close() throws IOException {
      examples.close();
    }
  }
}
