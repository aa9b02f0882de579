package io.lautum.experiment.storage;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code _SUCCESS} in the folder of a finished artefact. It contains the configuration values that
 * the artefact was created with, so that the artefact is reused only for the same values, and the
 * size and SHA-256 of each of its files, so that it is reused only with these files.
 */
public final class ArtefactMarker {
  private static final Logger LOG = LoggerFactory.getLogger(ArtefactMarker.class);

  private static final String FINISHED = "_SUCCESS";
  private static final int NAMED_DIFFERENCES = 5;

  /** Key of an outdated artefact, which no configuration has. */
  private static final String OUTDATED = "outdated";

  private final FileSystem files;
  private final Path folder;
  private final String name;
  private final SortedMap<String, String> values;
  private final UnaryOperator<SortedMap<String, String>> meaning;

  /** Files of the artefact outside its folder. */
  private final List<Path> outside;

  /**
   * Creates the marker of a finished artefact.
   *
   * @param folder the artefact's folder
   * @param values every configuration key that the artefact depends on, with its value as a string
   */
  public ArtefactMarker(FileSystem files, Path folder, SortedMap<String, String> values) {
    this(files, folder, FINISHED, values);
  }

  /** Creates the marker of unfinished work, such as checkpoints, with a separate name. */
  public ArtefactMarker(
      FileSystem files, Path folder, String name, SortedMap<String, String> values) {
    this(files, folder, name, values, UnaryOperator.identity(), List.of());
  }

  /** Returns the marker of unfinished work with the same values, in another folder. */
  public ArtefactMarker ofUnfinished(Path newFolder, String newName) {
    return new ArtefactMarker(files, newFolder, newName, values, meaning, List.of());
  }

  private ArtefactMarker(
      FileSystem files,
      Path folder,
      String name,
      SortedMap<String, String> values,
      UnaryOperator<SortedMap<String, String>> meaning,
      List<Path> outside) {
    this.files = files;
    this.folder = folder;
    this.name = name;
    this.values = values;
    this.meaning = meaning;
    this.outside = outside;
  }

  /**
   * Returns the same marker with a comparison of the values' meaning instead of their notation.
   *
   * @param newMeaning translation to values that are equal for equal configurations
   */
  public ArtefactMarker comparing(UnaryOperator<SortedMap<String, String>> newMeaning) {
    return new ArtefactMarker(files, folder, name, values, newMeaning, outside);
  }

  /** Returns the same marker of an artefact that also has files outside its folder. */
  public ArtefactMarker withFilesOutside(List<Path> paths) {
    return new ArtefactMarker(files, folder, name, values, meaning, List.copyOf(paths));
  }

  /**
   * Checks whether the artefact is finished, was created with these values and still has the files
   * that it was finished with.
   *
   * @return false if it is not finished, or if a file is missing or has changed, which is logged
   * @throws UserException if it was created with other values; the message names them
   * @throws DataException if the marker cannot be read
   */
  public boolean checkComplete() throws IOException {
    if (!file().exists()) {
      return false;
    }
    SortedMap<String, String> found = file().read();
    SortedMap<String, String> digests = ArtefactFiles.removeFrom(found);
    List<String> differences = differences(found);
    if (differences.isEmpty()) {
      return hasItsFiles(digests);
    }
    throw new UserException(
        Text.format(
            "%s was created with another configuration (%s); use --overwrite to replace it, or"
                + " write to another folder to keep both",
            folder, String.join("; ", differences)));
  }

  /**
   * Returns whether the artefact is finished, was created with these values and still has its
   * files. Used for artefacts that are replaced without {@code --overwrite}.
   */
  public boolean isUpToDate() throws IOException {
    if (!file().exists()) {
      return false;
    }
    SortedMap<String, String> found = file().read();
    SortedMap<String, String> digests = ArtefactFiles.removeFrom(found);
    return differences(found).isEmpty() && hasItsFiles(digests);
  }

  private boolean hasItsFiles(SortedMap<String, String> digests) throws IOException {
    Optional<String> change = new ArtefactFiles(files, folder).change(digests, file().path());
    change.ifPresent(text -> LOG.warn("{}; the artefact counts as unfinished", text));
    return change.isEmpty();
  }

  /** Returns the same marker of an artefact's replacement. */
  public ArtefactMarker in(Replacement replacement) {
    return new ArtefactMarker(
        files,
        replacement.of(folder),
        name,
        values,
        meaning,
        outside.stream().map(replacement::of).toList());
  }

  /** Returns whether there is a marker, with any values. */
  public boolean exists() throws IOException {
    return file().exists();
  }

  /**
   * Lets an existing artefact count as outdated, without removing a file of it, because something
   * that it was created from is about to change.
   */
  public void outdate() throws IOException {
    if (!exists()) {
      return;
    }
    try {
      SortedMap<String, String> content = file().read();
      content.put(OUTDATED, "true");
      file().write(content);
    } catch (DataException e) {
      LOG.warn("{}; the artefact counts as unfinished", e.getMessage());
      file().delete();
    }
  }

  /**
   * Returns whether the artefact is finished and outdated.
   *
   * @throws DataException if the marker cannot be read
   */
  public boolean isOutdated() throws IOException {
    return exists() && file().read().containsKey(OUTDATED);
  }

  /** Returns the artefact's folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the marker's file name. */
  String name() {
    return name;
  }

  /**
   * Writes the marker, as the last step of creating the artefact. A marker of unfinished work does
   * not contain files, because they change.
   */
  public void complete() throws IOException {
    SortedMap<String, String> content = new TreeMap<>(values);
    if (name.equals(FINISHED)) {
      content.putAll(new ArtefactFiles(files, folder).digests(outside, file().path()));
    }
    file().write(content);
  }

  /** Removes the artefact, the marker first, so that an interruption leaves it incomplete. */
  public void clear() throws IOException {
    file().delete();
    files.delete(folder, true);
  }

  private List<String> differences(SortedMap<String, String> read) {
    SortedMap<String, String> found = meaning.apply(read);
    SortedMap<String, String> expected = meaning.apply(values);
    SortedSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      if (!Objects.equals(found.get(key), expected.get(key))) {
        differences.add(
            Text.format("%s was %s, is %s", key, shown(key, found), shown(key, expected)));
      }
    }
    int more = differences.size() - NAMED_DIFFERENCES;
    if (more > 0) {
      differences.subList(NAMED_DIFFERENCES, differences.size()).clear();
      differences.add("and " + more + " more");
    }
    return differences;
  }

  private static String shown(String key, SortedMap<String, String> values) {
    return values.getOrDefault(key, "not set");
  }

  private MarkerFile file() {
    return new MarkerFile(files, new Path(folder, name));
  }
}
