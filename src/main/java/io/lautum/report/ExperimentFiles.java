package io.lautum.report;

import io.lautum.DataException;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.ArtefactMarker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads the files below one experiment's directory. Files may be missing; if an existing file
 * cannot be read, a {@link DataException} names it.
 */
record ExperimentFiles(FileSystem fileSystem, Path root) {
  static final String CONFIGURATION = "resolved.conf";
  private static final String DRAW = "draw-";

  Optional<Results> results() {
    return read(new Path(root, Results.FILE), Results::read);
  }

  Optional<Inspection> inspection() {
    return read(new Path(root, "evaluate/" + Inspection.FILE), Inspection::read);
  }

  /** Returns the times of the stages, in the order in which they ended. */
  List<History.Stage> stages() {
    return read(new Path(root, "stages.jsonl"), History::readStages).orElse(List.of());
  }

  /** Returns whether the artefact in a folder is finished. */
  boolean isFinished(String folder) {
    Path marker = new Path(new Path(root, folder), "_SUCCESS");
    try {
      return fileSystem.exists(marker);
    } catch (IOException e) {
      throw unreadable(marker.toString(), e);
    }
  }

  /** Returns whether there are results, of the present models. */
  boolean isEvaluated() {
    Path folder = new Path(root, "evaluate");
    try {
      return isFinished("evaluate")
          && !new ArtefactMarker(fileSystem, folder, new TreeMap<>()).isOutdated();
    } catch (IOException e) {
      throw unreadable(folder.toString(), e);
    }
  }

  /** Counts the finished draws among the first {@code draws} of a method's fine-tuning. */
  int finishedDraws(String method, int labels, int draws) {
    return (int)
        draws(method, labels, draws).values().stream()
            .filter(folder -> isFinished(folder.toString()))
            .count();
  }

  Optional<Manifest> manifest() {
    Path shards = new Path(root, "shards");
    try {
      return fileSystem.exists(new Path(shards, Manifest.FILE))
          ? Optional.of(Manifest.read(fileSystem, shards))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(shards.toString(), e);
    }
  }

  Optional<Provenance> provenance() {
    return read(new Path(root, Provenance.FILE), Provenance::read);
  }

  Optional<String> configuration() {
    return read(
        new Path(root, CONFIGURATION),
        (in, name) -> {
          try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw unreadable(name, e);
          }
        });
  }

  /** Returns the methods that have a directory of pre-training, by name. */
  List<String> pretrainedMethods() {
    return directories(new Path(root, "pretrain")).stream().map(Path::getName).toList();
  }

  /** Returns the rounds of a method's pre-training; empty if it has no history. */
  List<History.Round> rounds(String method) {
    return read(new Path(root, "pretrain/" + method + "/" + History.FILE), History::readRounds)
        .orElse(List.of());
  }

  /** Returns the steps of the draws of a row of results, by draw number. */
  SortedMap<Integer, List<History.Step>> steps(Results.Row row) {
    return ofDraws(row, History.FILE, History::readSteps);
  }

  /** Returns how the methods of the draws of a row of results were chosen, by draw number. */
  SortedMap<Integer, Choice> choices(Results.Row row) {
    return ofDraws(row, Choice.FILE, Choice::read);
  }

  /** Reads a file of each draw that has one, by draw number. */
  private <T> SortedMap<Integer, T> ofDraws(
      Results.Row row, String file, BiFunction<InputStream, String, T> reader) {
    SortedMap<Integer, T> found = new TreeMap<>();
    draws(row.method(), row.labels(), row.draws().size())
        .forEach(
            (draw, folder) ->
                read(new Path(folder, file), reader).ifPresent(value -> found.put(draw, value)));
    return found;
  }

  /**
   * Returns the folders of the first {@code count} draws of a method's fine-tuning, by draw number.
   * There are more folders if the experiment had more draws before.
   */
  private SortedMap<Integer, Path> draws(String method, int labels, int count) {
    SortedMap<Integer, Path> draws = new TreeMap<>();
    for (Path draw : directories(new Path(root, "finetune/" + method + "/labels-" + labels))) {
      if (draw.getName().matches(DRAW + "\\d{1,9}")) {
        draws.put(Integer.parseInt(draw.getName().substring(DRAW.length())), draw);
      }
    }
    return draws.headMap(count + 1);
  }

  /** Returns how the command adapt chose its method; empty if it was configured. */
  Optional<Choice> choice() {
    return read(new Path(root, "adapt/choice/" + Choice.FILE), Choice::read);
  }

  private List<Path> directories(Path parent) {
    List<Path> found = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem.listStatus(parent)) {
        if (status.isDirectory()) {
          found.add(status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(parent.toString(), e);
    }
    found.sort(null);
    return found;
  }

  private <T> Optional<T> read(Path file, BiFunction<InputStream, String, T> reader) {
    try (InputStream in = fileSystem.open(file)) {
      return Optional.of(reader.apply(in, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static DataException unreadable(String name, IOException e) {
    return new DataException(name + ": cannot be read: " + e.getMessage(), e);
  }
}
