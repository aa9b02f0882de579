package io.lautum.report;

import io.lautum.PrintableText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Renders the reports of the experiments in a folder, in their present state.
 *
 * @param folder folder of one experiment or of several
 */
public record LivePages(FileSystem fileSystem, Path folder) {
  /**
   * An experiment in the list of several.
   *
   * @param state stage in progress, {@code finished}, or the reason why it cannot be read
   */
  public record Entry(String name, String state) {}

  /**
   * Returns the report of the folder's only experiment, or the list of all. An experiment that
   * cannot be read is listed with the reason.
   *
   * @param root path of this page in addresses, with which links begin
   */
  public String index(String root) throws IOException {
    if (isExperiment(folder)) {
      return ReportWriter.html(Report.of(fileSystem, folder));
    }
    List<Path> experiments = experiments();
    List<Entry> entries = new ArrayList<>();
    for (Path experiment : experiments) {
      entries.add(new Entry(experiment.getName(), state(experiment)));
    }
    return Page.render(
        "live.ftlh", Map.of("folder", folder.getName(), "experiments", entries, "root", root));
  }

  /**
   * Returns the report of one of several experiments; empty if none has that name.
   *
   * @param path path of the request, {@code /name} or {@code /name/}
   */
  public Optional<String> report(String path) throws IOException {
    String name = path.replaceAll("^/|/$", "");
    // Compared with the listed folders, because a path must not lead out of this one.
    for (Path experiment : experiments()) {
      if (experiment.getName().equals(name)) {
        return Optional.of(ReportWriter.html(Report.of(fileSystem, experiment)));
      }
    }
    return Optional.empty();
  }

  /** Returns a page with one message and a link to the page of {@link #index}. */
  public String message(String text, String root) {
    return Page.render("message.ftlh", Map.of("text", text, "root", root));
  }

  private String state(Path experiment) {
    try {
      return readState(experiment);
    } catch (RuntimeException e) {
      // Files of a run that was killed, or that is writing them now, may have any content.
      return "not readable: " + PrintableText.of(PrintableText.quoted(e));
    }
  }

  private String readState(Path experiment) {
    ExperimentFiles files = new ExperimentFiles(fileSystem, experiment);
    Optional<RunState> state =
        files
            .configuration()
            .map(
                text -> {
                  Map<String, List<History.Round>> rounds = new TreeMap<>();
                  files.pretrainedMethods().forEach(m -> rounds.put(m, files.rounds(m)));
                  return RunState.of(files, text, rounds);
                });
    return state.map(s -> s.isComplete() ? "finished" : s.current()).orElse("not known");
  }

  private List<Path> experiments() throws IOException {
    List<Path> found = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem.listStatus(folder)) {
        if (status.isDirectory() && mayBeExperiment(status.getPath())) {
          found.add(status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      // The folder is created by the first run.
      return List.of();
    }
    found.sort(null);
    return found;
  }

  /** Returns whether a folder has an experiment, or cannot be read, which the list then shows. */
  private boolean mayBeExperiment(Path path) {
    try {
      return isExperiment(path);
    } catch (IOException e) {
      return true;
    }
  }

  private boolean isExperiment(Path path) throws IOException {
    return fileSystem.exists(new Path(path, ExperimentFiles.CONFIGURATION))
        || fileSystem.exists(new Path(path, "results.json"));
  }
}
