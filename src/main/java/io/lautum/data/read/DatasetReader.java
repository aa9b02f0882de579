package io.lautum.data.read;

import io.lautum.data.file.FolderLists;
import io.lautum.data.image.ImageFit;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads one dataset from any Hadoop file system. A reader is immutable and is sent to executors; it
 * opens files only in the methods below.
 *
 * <p>Reading is divided into slices, so that decoding is parallel for every kind of container. The
 * slices of a subset are disjoint, their union is the subset, and an example has the same {@link
 * Example#id} for every number of slices. The ids of examples and bad files together are 0, 1, ….
 */
public interface DatasetReader extends Serializable {
  /** The only class of images that have no labels. */
  String UNLABELLED = "unlabelled";

  /**
   * Opens headers, checks that the files belong together and returns shape and class names.
   *
   * @throws io.lautum.DataException if a file is missing or does not conform to its format
   * @throws IOException if the file system fails
   */
  DatasetInfo info(Configuration hadoop) throws IOException;

  /**
   * Returns what {@link #info(Configuration)} does, and may use folders that are already listed.
   *
   * @throws io.lautum.DataException if a file is missing or does not conform to its format
   * @throws IOException if the file system fails
   */
  default DatasetInfo info(FolderLists lists) throws IOException {
    return info(lists.hadoop());
  }

  /**
   * Returns the examples of one slice, decoded one at a time. A bad file is fatal.
   *
   * @throws io.lautum.DataException from this call or from the iterator, with file and offset
   * @throws IOException if the file system fails
   */
  default Examples read(Configuration hadoop, Split subset, int slice, int slices)
      throws IOException {
    return read(hadoop, subset, slice, slices, FileFindings.STRICT);
  }

  /**
   * Returns the examples of one slice, without the files that are bad. Only readers of one file or
   * one encoded image per example have bad files; all faults of other formats are fatal, as are
   * those of an archive or a table itself.
   *
   * @param findings receives a file's findings before the next example is returned
   * @throws io.lautum.DataException from this call or from the iterator, with file and offset
   * @throws IOException if the file system fails
   */
  Examples read(Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException;

  /**
   * Returns a reader of the same examples in another shape.
   *
   * @param stored result of {@link #info}
   * @param fit shape of the examples, and the treatment of images of other shapes
   */
  default DatasetReader fitted(DatasetInfo stored, ImageFit fit) {
    return stored.shape().equals(fit.shape()) ? this : new FittedReader(this, stored, fit);
  }

  /** An iterator that holds open files. */
  interface Examples extends Iterator<Example>, Closeable {
    /** Returns the changed examples; closing them closes these. */
    default Examples map(UnaryOperator<Example> change) {
      return new MappedExamples(this, change);
    }
  }
}
