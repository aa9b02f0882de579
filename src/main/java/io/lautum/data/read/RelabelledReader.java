package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a dataset with the labels that another dataset gives its classes, by name. It may have
 * fewer classes than the other dataset.
 */
public final class RelabelledReader implements DatasetReader {
  private final DatasetReader reader;
  private final List<String> classes;

  /**
   * @param classes the other dataset's classes, in label order
   */
  public RelabelledReader(DatasetReader reader, List<String> classes) {
    this.reader = reader;
    this.classes = List.copyOf(classes);
  }

  /**
   * @throws DataException if the other dataset lacks a class
   */
  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    DatasetInfo info = reader.info(hadoop);
    labels(hadoop);
    return info.withClasses(classes);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    int[] labels = labels(hadoop);
    return reader
        .read(hadoop, subset, slice, slices, findings)
        .map(example -> example.withLabel(labels[example.label()]));
  }

  private int[] labels(Configuration hadoop) throws IOException {
    List<String> own = reader.info(hadoop).classes();
    int[] labels = own.stream().mapToInt(classes::indexOf).toArray();
    List<String> unknown = own.stream().filter(name -> !classes.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new DataException(
          Text.format(
              "expected test images of the classes %s, found the class %s without labelled images",
              String.join(", ", classes), String.join(", ", unknown)));
    }
    return labels;
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit fit) {
    return new RelabelledReader(reader.fitted(stored, fit), classes);
  }
}
