package io.lautum.data.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads one dataset of any Hadoop file system. A reader is immutable and travels to executors; it
 * opens files only in the calls below.
 *
 * <p>Reading is sliced so that decoding is parallel whatever the container: slice {@code i} of
 * {@code n} yields the examples that it alone is responsible for, and the union of all slices is
 * the subset, each example exactly once and with the same {@link Example#id} for every {@code n}.
 */
public interface DatasetReader extends Serializable {
  /**
   * Opens headers, checks that the files belong together and returns shape and class names.
   *
   * @throws io.lautum.DataException if a file is missing or is not what its format promises
   * @throws IOException if the file system fails
   */
  DatasetInfo info(Configuration hadoop) throws IOException;

  /**
   * The examples of one slice, decoded one at a time.
   *
   * @throws io.lautum.DataException from this call or from the iterator, with file and offset
   * @throws IOException if the file system fails
   */
  Examples read(Configuration hadoop, Subset subset, int slice, int slices) throws IOException;

  /** An iterator that holds open files. */
  interface Examples extends Iterator<Example>, Closeable {}
}
