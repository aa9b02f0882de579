package io.lautum.data.read.parquet;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a table in one or more Parquet files that has an image per row: as bytes, as Hugging Face
 * and Spark's source {@code binaryFile} store them, as pixels of Spark's source {@code image}, or
 * as the path of a file. Labels and subsets are columns of the table or of its folders ({@link
 * io.lautum.data.file.HivePartitions}); the names of files and folders may have the subsets.
 *
 * <p>Images have the order of the files' paths and of their rows. A slice is a contiguous range of
 * them. One page of each column is in memory at a time.
 */
final class ParquetReader implements DatasetReader {
  private final String path;
  private final ClassChoice choice;
  private final LayoutConfig config;
  private final boolean labelled;
  private final ImageFit fit;
  private volatile ParquetContents contents;

  /**
   * Creates a reader of a file, or of all Parquet files in a folder and those below it.
   *
   * @param classes the classes to read, by name and in label order; all if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  ParquetReader(String path, List<String> classes, LayoutConfig config) {
    this(path, new ClassChoice(classes), config, true, null);
  }

  private ParquetReader(
      String path, ClassChoice choice, LayoutConfig config, boolean labelled, ImageFit fit) {
    this.path = path;
    this.choice = choice;
    this.config = config;
    this.labelled = labelled;
    this.fit = fit;
  }

  /** Returns a reader of all rows as the training images of one class. */
  static ParquetReader unlabelled(String path, LayoutConfig config) {
    return new ParquetReader(path, new ClassChoice(List.of()), config, false, null);
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit other) {
    ParquetReader fitted = new ParquetReader(path, choice, config, labelled, other);
    fitted.contents = contents == null ? null : contents.fitted(other);
    return fitted;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    if (contents == null) {
      ParquetSurvey survey = new ParquetSurvey(hadoop, path, config);
      ParquetContents found = labelled ? survey.labelled(choice) : survey.unlabelled();
      contents = fit == null ? found : found.fitted(fit);
    }
    return contents.info();
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    info(hadoop);
    return new ParquetExamples(hadoop, contents, subset, part, findings);
  }
}
