package io.lautum.training;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.engine.Engines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The choices that engines made for a training, {@code engine-choices.json} in its folder. The file
 * is written before the first step and never changed, so a training that is killed at any moment
 * continues with the choices of all its earlier steps.
 */
public record EngineChoicesFile(FileSystem files, Path folder) {
  private static final String EXPECTED =
      "the choices of engines for a training (use --overwrite to train again with new ones)";

  /**
   * Returns a network with the training's choices. If there are none, makes and records them.
   * Engines that choose nothing have no file.
   *
   * @param begun whether the training has taken steps
   * @param choose returns {@link NetworkBlueprint#choose} of the processes that will train
   * @throws UserException if a process cannot compute with the recorded choices, or the training
   *     took steps without choices
   * @throws io.lautum.DataException if the file is damaged
   */
  public NetworkBlueprint complete(
      NetworkBlueprint network, boolean begun, Function<NetworkBlueprint, EngineChoices> choose)
      throws IOException {
    Optional<EngineChoices> recorded = read();
    if (!Engines.mayChooseByMeasurement(network.engine())) {
      recorded.ifPresent(choices -> choices.on(network.device()));
      return network;
    }
    NetworkBlueprint known = recorded.map(network::withChoices).orElse(network);
    EngineChoices made = choose.apply(known);
    if (recorded.isPresent()) {
      return known;
    }
    if (begun && !made.devices().values().stream().allMatch(SortedMap::isEmpty)) {
      throw new UserException(
          Text.format(
              "%s: the training began without recorded choices, so not on %s, which would give"
                  + " other bits; continue with the engine that began it, or use --overwrite to"
                  + " train again",
              folder, made.devices().keySet()));
    }
    Json.writeFile(files, path(), made);
    return network.withChoices(made);
  }

  /**
   * Returns the recorded choices, if there are any.
   *
   * @throws io.lautum.DataException if the file is damaged
   */
  public Optional<EngineChoices> read() throws IOException {
    return files.exists(path())
        ? Optional.of(
            Json.readFile(
                files, path(), (in, name) -> Json.read(in, name, EXPECTED, EngineChoices.class)))
        : Optional.empty();
  }

  /**
   * Describes the recorded choices of all pre-trainings and fine-tunings of an experiment.
   *
   * @return for each training's folder, below the experiment's, the devices with number and SHA-256
   *     of their choices
   * @throws io.lautum.DataException if a file is damaged
   */
  public static SortedMap<String, String> summaries(ExperimentDirectory directory)
      throws IOException {
    FileSystem files = directory.files();
    List<Path> folders = new ArrayList<>(folders(files, new Path(directory.root(), "pretrain")));
    for (Path method : folders(files, new Path(directory.root(), "finetune"))) {
      folders.addAll(folders(files, method));
    }
    SortedMap<String, String> summaries = new TreeMap<>();
    for (Path folder : folders) {
      Optional<EngineChoices> choices = new EngineChoicesFile(files, folder).read();
      if (choices.isPresent()) {
        String name = directory.root().toUri().relativize(folder.toUri()).getPath();
        summaries.put(name, choices.get().summary());
      }
    }
    return summaries;
  }

  private static List<Path> folders(FileSystem files, Path parent) throws IOException {
    return files.exists(parent)
        ? Arrays.stream(files.listStatus(parent))
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .toList()
        : List.of();
  }

  /** Forgets the choices, before a training that replaces an earlier one. */
  public void delete() throws IOException {
    files.delete(path(), false);
  }

  private Path path() {
    return new Path(folder, "engine-choices.json");
  }
}
