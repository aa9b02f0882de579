package io.lautum.report;

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
   * @param state stage in progress, or {@code finished}
   */
  public record Entry(String name, String state) {}

  /** Returns the report of the folder's only experiment, or the list of all. */
  public String index() throws IOException {
    if (isExperiment(folder)) {
      return ReportWriter.html(Report.of(fileSystem, folder));
    }
    List<Path> experiments = experiments();
    List<Entry> entries = new ArrayList<>();
    for (Path experiment : experiments) {
      entries.add(new Entry(experiment.getName(), state(experiment)));
    }
    return Page.render("live.ftlh", Map.of("folder", folder.getName(), "experiments", entries));
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

  /** Returns a page with one message. */
  public String message(String text) {
    return Page.render("message.ftlh", Map.of("text", text));
  }

  private String state(Path experiment) {
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
        if (status.isDirectory() && isExperiment(status.getPath())) {
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

  private boolean isExperiment(Path path) throws IOException {
    return fileSystem.exists(new Path(path, ExperimentFiles.CONFIGURATION))
        || fileSystem.exists(new Path(path, "results.json"));
  }
}
