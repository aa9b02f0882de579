package io.lautum.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.lautum.DataException;
import io.lautum.experiment.result.Results;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One of several runs that are compared.
 *
 * @param name letter that names the run in tables and charts
 * @param folder folder of the run
 * @param configuration every key with its value; empty if the run has no configuration
 * @param provenance provenance of the run, or null
 */
public record ComparedRun(
    String name,
    String folder,
    Results results,
    SortedMap<String, String> configuration,
    Provenance provenance) {

  /**
   * Reads a run.
   *
   * @param number index of the run, from 0
   * @throws DataException if the run has no results, or a file is malformed
   */
  public static ComparedRun read(int number, FileSystem fileSystem, Path directory) {
    ExperimentFiles files = new ExperimentFiles(fileSystem, directory);
    Results results =
        files
            .results()
            .orElseThrow(
                () ->
                    new DataException(
                        new Path(directory, Results.FILE)
                            + ": expected the results that the evaluate command writes, found no"
                            + " file"));
    String folder =
        "file".equals(directory.toUri().getScheme())
            ? directory.toUri().getPath()
            : directory.toString();
    return new ComparedRun(
        name(number),
        ReproducibleCommand.anonymous(folder),
        results,
        files.configuration().map(ComparedRun::values).orElse(new TreeMap<>()),
        files.provenance().orElse(null));
  }

  /** Returns A, B, …, Z, A1, B1, … for 0, 1, … */
  static String name(int number) {
    String letter = String.valueOf((char) ('A' + number % 26));
    return number < 26 ? letter : letter + number / 26;
  }

  private static SortedMap<String, String> values(String text) {
    SortedMap<String, String> values = new TreeMap<>();
    try {
      Config config = ConfigFactory.parseString(text);
      config
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().render(ConfigRenderOptions.concise())));
    } catch (ConfigException e) {
      throw new DataException(
          ExperimentFiles.CONFIGURATION + ": expected a resolved configuration: " + e.getMessage(),
          e);
    }
    return values;
  }
}
