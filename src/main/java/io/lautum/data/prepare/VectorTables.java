package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.vectors.ReorderedReader;
import io.lautum.experiment.config.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Matches the columns of several datasets of vectors. */
final class VectorTables {
  private static final Logger LOG = LoggerFactory.getLogger(VectorTables.class);

  private VectorTables() {}

  /**
   * Returns the shape of vectors, which all datasets must share.
   *
   * @throws DataException if the datasets differ in kind or length, or a column has two positions
   * @throws UserException if the configuration has a shape of images
   */
  static ImageFit fit(ImageConfig image, List<RawDataset> datasets) {
    RawDataset first = datasets.get(0);
    for (RawDataset other : datasets) {
      if (other.info().values() != first.info().values()
          || !other.info().shape().equals(first.info().shape())) {
        throw new DataException(
            Text.format(
                "expected vectors of one length in all datasets, found %s of %s and %s of %s",
                kind(first), first.name(), kind(other), other.name()));
      }
      requireSamePositions(first, other);
    }
    if (!image.equals(ImageConfig.DEFAULTS)) {
      throw new UserException(
          "image { … }: vectors have no height, width, channels, fit and background; remove these"
              + " keys");
    }
    return ImageFit.to(first.info().shape());
  }

  private static String kind(RawDataset dataset) {
    return dataset.info().values() == ValueType.FLOAT
        ? Text.format("vectors of %d values", dataset.info().shape().size())
        : "images of " + dataset.info().shape();
  }

  /**
   * Checks that no column of two tables has different positions, unless both have the same columns,
   * which {@link #inOrderOf} matches, or the experiment names the columns of both. Otherwise the
   * values of one column would be taken for those of another.
   */
  private static void requireSamePositions(RawDataset first, RawDataset other) {
    if (haveSameColumns(first, other) || areNamed(first) && areNamed(other)) {
      return;
    }
    List<String> columns = first.info().columns();
    for (int i = 0; i < columns.size(); i++) {
      int position = other.info().columns().indexOf(columns.get(i));
      if (position >= 0 && position != i) {
        throw new DataException(
            Text.format(
                "expected a column of vectors at one position in datasets with different columns,"
                    + " found %s as number %d of %s and number %d of %s; set vector-columns of"
                    + " both",
                columns.get(i), i + 1, first.name(), position + 1, other.name()));
      }
    }
  }

  private static boolean haveSameColumns(RawDataset first, RawDataset other) {
    return Set.copyOf(first.info().columns()).equals(Set.copyOf(other.info().columns()));
  }

  /** Returns whether the experiment names the columns of a dataset. */
  private static boolean areNamed(RawDataset dataset) {
    return !dataset.config().vectors().columns().isEmpty();
  }

  /**
   * Returns a dataset with its columns in the order of another one that has the same columns, and
   * logs the change if there is one. Every other dataset stays as it is.
   */
  static RawDataset inOrderOf(RawDataset other, RawDataset dataset) {
    DatasetInfo info = dataset.info();
    List<String> columns = other.info().columns();
    if (columns.equals(info.columns()) || !haveSameColumns(other, dataset)) {
      return dataset;
    }
    DatasetNote reordered =
        DatasetNote.of("columns of vectors in the order of %s, matched by name", other.name());
    LOG.info("{}: {}", dataset.name(), reordered.text());
    List<DatasetNote> notes = new ArrayList<>(info.notes());
    notes.add(reordered);
    return new RawDataset(
        dataset.config(),
        new ReorderedReader(dataset.reader(), columns),
        new DatasetInfo(info.shape(), info.values(), info.classes(), notes, columns));
  }
}
