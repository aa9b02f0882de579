package io.lautum.cli;

import io.lautum.DataException;
import io.lautum.InUseException;
import io.lautum.Text;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes earlier runs of an experiment, which are the folders of its name in the folders next to
 * its work directory. The newest complete runs stay, and so does every run that began after the
 * oldest of them, that a command is working on, or whose status cannot be read.
 *
 * @param present folder of the run that has just completed, which always stays
 * @param keep number of complete runs to keep, including the present one
 */
record Retention(ExperimentDirectory present, int keep) {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** A run and its last command's status. */
  private record Run(Path folder, CommandStatus status, boolean isComplete) {}

  /**
   * Removes the runs.
   *
   * @return one sentence per removed run
   */
  List<String> apply() throws IOException {
    List<String> removed = new ArrayList<>();
    int complete = 1;
    for (Run run : others()) {
      if (complete < keep) {
        complete += run.isComplete() ? 1 : 0;
      } else if (remove(run.folder())) {
        String state = run.isComplete() ? "a complete" : "an unfinished";
        removed.add(
            Text.format("removed %s, %s run of %s", run.folder(), state, run.status().began()));
      }
    }
    return removed;
  }

  /** Returns the other runs, the newest first. */
  private List<Run> others() throws IOException {
    FileSystem files = present.files();
    Path workdir = present.root().getParent();
    List<Run> runs = new ArrayList<>();
    if (workdir.isRoot()) {
      return runs;
    }
    for (FileStatus sibling : files.listStatus(workdir.getParent())) {
      Path folder = new Path(sibling.getPath(), present.root().getName());
      Path status = new Path(folder, present.commandStatus().getName());
      if (sibling.getPath().equals(workdir) || isLink(sibling.getPath()) || !files.exists(status)) {
        continue;
      }
      try {
        CommandStatus last =
            Json.readFile(
                files,
                status,
                (in, name) -> Json.read(in, name, "a command's status", CommandStatus.class));
        boolean isDone = "done".equals(last.state());
        boolean hasResults = files.exists(new Path(folder, present.results().getName()));
        runs.add(new Run(folder, last, isDone && hasResults));
      } catch (DataException | ChecksumException e) {
        LOG.warn("--keep: {} stays, because its status cannot be read: {}", folder, e.getMessage());
      }
    }
    runs.sort(Comparator.comparing((Run run) -> run.status().began()).reversed());
    return runs;
  }

  /** Returns whether a folder is a link, such as {@code latest}: its run would count twice. */
  private boolean isLink(Path folder) {
    return present.files() instanceof LocalFileSystem local
        && Files.isSymbolicLink(local.pathToFile(folder).toPath());
  }

  /**
   * Removes a run, its status last, so that an interrupted removal continues later.
   *
   * @return false if a command is working on it
   */
  private boolean remove(Path folder) throws IOException {
    FileSystem files = present.files();
    try (ExperimentLock lock = ExperimentLock.acquire(files, folder, "run", () -> {})) {
      String status = present.commandStatus().getName();
      for (FileStatus child : files.listStatus(folder)) {
        String name = child.getPath().getName();
        if (!ExperimentLock.isFile(name) && !name.equals(status)) {
          files.delete(child.getPath(), true);
        }
      }
      lock.requireHeld();
      files.delete(new Path(folder, status), false);
    } catch (InUseException e) {
      return false;
    }
    deleteIfEmpty(folder);
    deleteIfEmpty(folder.getParent());
    return true;
  }

  private void deleteIfEmpty(Path folder) throws IOException {
    if (present.files().listStatus(folder).length == 0) {
      present.files().delete(folder, false);
    }
  }
}
