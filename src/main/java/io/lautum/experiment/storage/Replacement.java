package io.lautum.experiment.storage;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place next to the finished artefacts where the replacement of one of them is made, so that the
 * finished one stays valid until then. Files have the same paths below this place as below the
 * experiment's folder.
 *
 * <p>A complete replacement is moved into place file by file, the marker last, because not every
 * Hadoop file system can rename a folder at once. A record of the move, which is written before it,
 * lets a later process continue after an interruption.
 */
public final class Replacement {
  private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

  /** Begins the names of these places, which are in the experiment's folder. */
  static final String PREFIX = "replacing~";

  /** Record of a complete replacement. */
  private static final String COMPLETE = "complete.json";

  /** The same record, once no file of the former artefact is left that the new one lacks. */
  private static final String MOVING = "moving.json";

  private final FileSystem files;
  private final Path root;
  private final Path folder;

  /**
   * @param root folder of the experiment
   * @param folder this place
   */
  Replacement(FileSystem files, Path root, Path folder) {
    this.files = files;
    this.root = root;
    this.folder = folder;
  }

  /**
   * The artefact that is replaced.
   *
   * @param folder its folder, relative to that of the experiment
   * @param marker name of its marker
   */
  private record Move(String folder, String marker) {
    Move {
      Checks.requireText("folder", folder);
      Checks.requireText("marker", marker);
    }
  }

  /** Returns the path of the replacement of a file or folder of the experiment. */
  Path of(Path path) {
    String relative = relative(root, path);
    return relative.isEmpty() ? folder : new Path(folder, relative);
  }

  static String relative(Path root, Path path) {
    return root.toUri().relativize(path.toUri()).getPath();
  }

  /** Removes this place with all files in it. */
  public void discard() throws IOException {
    files.delete(folder, true);
  }

  /**
   * Replaces the artefact by the files in this place.
   *
   * @param marker marker of the artefact that is replaced
   */
  public void moveIntoPlace(ArtefactMarker marker) throws IOException {
    Json.writeFile(
        files,
        new Path(folder, COMPLETE),
        new Move(relative(root, marker.folder()), marker.name()));
    finish();
  }

  /**
   * Finishes the moves that an interruption has left unfinished.
   *
   * @param directory folder of an experiment that no other process changes
   */
  public static void finishAll(ExperimentDirectory directory) throws IOException {
    for (FileStatus child : children(directory.files(), directory.root())) {
      if (child.getPath().getName().startsWith(PREFIX)) {
        new Replacement(directory.files(), directory.root(), child.getPath()).finish();
      }
    }
  }

  private void finish() throws IOException {
    Path complete = new Path(folder, COMPLETE);
    Path moving = new Path(folder, MOVING);
    if (files.exists(complete)) {
      Move move = read(complete);
      Path place = new Path(root, move.folder());
      files.delete(new Path(place, move.marker()), false);
      deleteOthers(new Path(folder, move.folder()), place);
      rename(complete, moving);
    }
    if (files.exists(moving)) {
      Move move = read(moving);
      move(new Path(new Path(folder, move.folder()), move.marker()), moving);
      LOG.info("{} is replaced", new Path(root, move.folder()));
      discard();
    }
  }

  /** Deletes the files and folders of the former artefact that the new one lacks. */
  private void deleteOthers(Path made, Path former) throws IOException {
    for (FileStatus child : children(files, former)) {
      Path counterpart = new Path(made, child.getPath().getName());
      if (!files.exists(counterpart)) {
        files.delete(child.getPath(), true);
      } else if (child.isDirectory()) {
        deleteOthers(counterpart, child.getPath());
      }
    }
  }

  private void move(Path marker, Path record) throws IOException {
    List<Path> made = new ArrayList<>();
    FileTree.visit(files, folder, (path, length, modified) -> made.add(path));
    made.sort(null);
    made.removeIf(path -> path.equals(marker) || path.equals(record));
    if (files.exists(marker)) {
      made.add(marker);
    }
    for (Path path : made) {
      Path target = new Path(root, relative(folder, path));
      files.mkdirs(target.getParent());
      files.delete(target, false);
      rename(path, target);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /**
   * @throws DataException if the record is malformed, or the artefact is not below the experiment's
   *     folder
   */
  private Move read(Path record) throws IOException {
    Move move =
        Json.readFile(
            files, record, (in, name) -> Json.read(in, name, "the record of a move", Move.class));
    Path place = new Path(root, move.folder());
    boolean isBelow = !move.folder().startsWith("/") && relative(root, place).equals(move.folder());
    if (!isBelow || move.marker().contains("/")) {
      throw new DataException(
          Text.format(
              "%s: expected a folder and a marker below %s, found %s and %s; delete %s",
              record, root, move.folder(), move.marker(), folder));
    }
    return move;
  }

  private static FileStatus[] children(FileSystem files, Path folder) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
