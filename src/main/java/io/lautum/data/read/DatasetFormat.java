package io.lautum.data.read;

import io.lautum.data.file.FolderLists;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * A form of raw data, selected by a dataset's key {@code format}. Formats are services: {@code
 * META-INF/services/io.lautum.data.read.DatasetFormat} lists the classes, each with a public
 * constructor without parameters.
 */
public interface DatasetFormat {
  /** Returns the value of the key {@code format}. */
  String name();

  /** Returns whether the data is read from files, so that the key {@code path} is required. */
  default boolean readsFiles() {
    return true;
  }

  /**
   * Returns whether names and places of files show that they are in this format, for the value
   * {@code auto} of the key. Opens no file except to list an archive, or to read the first bytes of
   * a file whose name says nothing.
   *
   * @param lists lists folders, each once for all formats
   * @param path file or folder, which may not exist
   */
  default boolean recognises(FolderLists lists, Path path) throws IOException {
    return false;
  }

  /**
   * Returns a reader of a dataset in this format. Opens no file.
   *
   * @throws io.lautum.UserException if a value of the dataset's keys is not allowed
   */
  DatasetReader open(DatasetConfig dataset);

  /**
   * Returns a reader of the images of a dataset in this format, whose labels are unknown or
   * unwanted: its only class is {@link DatasetReader#UNLABELLED}, and all images are in the
   * training set. Opens no file.
   *
   * @throws io.lautum.UserException if a value of the dataset's keys is not allowed
   */
  default DatasetReader openUnlabelled(DatasetConfig dataset) {
    return new UnlabelledReader(open(dataset));
  }
}
