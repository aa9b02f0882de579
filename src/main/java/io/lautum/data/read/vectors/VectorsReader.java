package io.lautum.data.read.vectors;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a table of vectors in one or more files. The labels of all rows are read first, and vectors
 * row by row afterwards, so that memory holds four bytes per row and one vector.
 */
final class VectorsReader implements DatasetReader {
  private final DatasetConfig dataset;
  private final boolean labelled;
  private volatile VectorContents contents;

  VectorsReader(DatasetConfig dataset, boolean labelled) {
    this.dataset = dataset;
    this.labelled = labelled;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    if (contents == null) {
      VectorSurvey survey = new VectorSurvey(hadoop, dataset);
      contents = labelled ? survey.labelled() : survey.unlabelled();
    }
    return contents.info();
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    info(hadoop);
    return new VectorExamples(hadoop, contents, subset, new Slice(slice, slices));
  }

  /** Vectors have one shape, so that nothing is to be fitted. */
  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit fit) {
    return this;
  }
}
