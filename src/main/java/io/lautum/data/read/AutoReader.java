package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.image.ImageFit;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a dataset with the first format, by name, that recognises its files, or else as images in
 * folders. The choice is made once and serialised with the reader.
 */
final class AutoReader implements DatasetReader {
  private static final String FALLBACK = "images";

  private final DatasetConfig dataset;
  private final Opening opening;
  private volatile Choice choice;

  /** Opens a dataset whose format is known. */
  interface Opening extends Function<DatasetConfig, DatasetReader>, Serializable {}

  AutoReader(DatasetConfig dataset, Opening opening) {
    this.dataset = dataset;
    this.opening = opening;
  }

  private record Choice(String format, DatasetReader reader) implements Serializable {}

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    FolderLists lists = new FolderLists(hadoop);
    Choice chosen = choice(lists);
    DatasetInfo info = chosen.reader().info(lists);
    List<DatasetNote> notes = new ArrayList<>();
    notes.add(DatasetNote.of("%s is read as format %s", dataset.path(), chosen.format()));
    notes.addAll(info.notes());
    return new DatasetInfo(info.shape(), info.classes(), notes);
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit fit) {
    return choice == null
        ? DatasetReader.super.fitted(stored, fit)
        : choice.reader().fitted(stored, fit);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    return choice(new FolderLists(hadoop)).reader().read(hadoop, subset, slice, slices, findings);
  }

  private Choice choice(FolderLists lists) throws IOException {
    if (choice == null) {
      Path path = new Path(dataset.path());
      String format = DatasetFormats.recognised(lists, path).orElse(FALLBACK);
      if (format.equals(FALLBACK)) {
        requireExisting(lists.fileSystem(path), path);
      }
      choice = new Choice(format, opening.apply(dataset.withFormat(format)));
    }
    return choice;
  }

  private static void requireExisting(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem.exists(path)) {
      return;
    }
    Path parent = path.getParent();
    boolean near = parent != null && fileSystem.exists(parent);
    throw new DataException(
        Text.format(
            "%s: expected a folder or an archive, found no such file; %s",
            path,
            near && fileSystem.getFileStatus(parent).isDirectory()
                ? parent + " has " + FolderListing.of(fileSystem, parent)
                : "there is no folder " + parent + " either"));
  }
}
