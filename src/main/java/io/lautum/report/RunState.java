package io.lautum.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.report.History.Round;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The progress of an experiment.
 *
 * @param stages stages in the order in which they run
 */
public record RunState(List<Stage> stages) {

  /**
   * A stage, or one method's part of it.
   *
   * @param state {@code done}, {@code begun} or {@code to do}
   * @param done finished fraction, 0 to 1
   * @param detail progress in words; may be empty
   */
  public record Stage(String name, String state, double done, String detail) {
    private static final String DONE = "done";
    private static final String BEGUN = "begun";
    private static final String TO_DO = "to do";

    static Stage of(String name, boolean finished, double done, String detail) {
      return new Stage(
          name, finished ? DONE : done > 0 ? BEGUN : TO_DO, finished ? 1 : done, detail);
    }

    public boolean isDone() {
      return state.equals(DONE);
    }
  }

  /** Returns whether all stages are done. */
  public boolean isComplete() {
    return stages.stream().allMatch(Stage::isDone);
  }

  /**
   * Returns the first unfinished stage: the stage in progress, or the stage at which the run ended.
   */
  public String current() {
    return stages.stream().filter(s -> !s.isDone()).findFirst().map(Stage::name).orElse("");
  }

  /**
   * Determines from the files which stages are finished.
   *
   * @param configuration the experiment's resolved configuration
   * @param rounds rounds of pre-training by method, for methods that have begun
   * @throws DataException if the configuration is malformed
   */
  static RunState of(ExperimentFiles files, String configuration, Map<String, List<Round>> rounds) {
    List<Stage> stages = new ArrayList<>();
    try {
      Config config = ConfigFactory.parseString(configuration);
      List<TransferMethod> methods =
          config.getStringList("methods").stream().map(TransferMethods::named).toList();
      stages.add(Stage.of("prepare", files.isFinished("shards"), 0, ""));
      methods.stream()
          .map(TransferMethod::before)
          .filter(PreTransfer::usesSource)
          .map(PreTransfer::name)
          .distinct()
          .forEach(name -> stages.add(pretrain(files, name, rounds.getOrDefault(name, List.of()))));
      stages.add(finetune(files, methods, config.getIntList("labels"), config.getInt("draws")));
      stages.add(Stage.of("evaluate", files.isEvaluated(), 0, ""));
    } catch (ConfigException e) {
      throw unreadable(e);
    }
    return new RunState(stages);
  }

  /**
   * Returns the methods of a resolved configuration, by their names in results; empty if it has
   * none.
   *
   * @throws DataException if the configuration is malformed
   */
  static List<String> methods(String configuration) {
    try {
      Config config = ConfigFactory.parseString(configuration);
      return config.hasPath("methods")
          ? config.getStringList("methods").stream()
              .map(name -> TransferMethods.named(name).name())
              .toList()
          : List.of();
    } catch (ConfigException e) {
      throw unreadable(e);
    }
  }

  private static DataException unreadable(ConfigException e) {
    return new DataException(
        ExperimentFiles.CONFIGURATION + ": expected a resolved configuration: " + e.getMessage(),
        e);
  }

  private static Stage pretrain(ExperimentFiles files, String method, List<Round> rounds) {
    double done = 0;
    String detail = "";
    if (!rounds.isEmpty()) {
      Round last = rounds.get(rounds.size() - 1);
      done = last.rounds() == null ? 0.5 : (double) last.round() / last.rounds();
      detail =
          Text.format(
              "round %d%s, cross-entropy %s, %s examples/s",
              last.round(),
              last.rounds() == null ? "" : " of " + last.rounds(),
              Decimal.fixed(last.crossEntropy(), 4),
              Decimal.fixed(last.examplesPerSecond(), 0));
    }
    return Stage.of("pretrain " + method, files.isFinished("pretrain/" + method), done, detail);
  }

  private static Stage finetune(
      ExperimentFiles files, List<TransferMethod> methods, List<Integer> labels, int draws) {
    int total = methods.size() * labels.size() * draws;
    int finished = 0;
    for (TransferMethod method : methods) {
      for (int n : labels) {
        finished += files.finishedDraws(method.name(), n, draws);
      }
    }
    return Stage.of(
        "finetune",
        finished == total,
        (double) finished / Math.max(1, total),
        finished + " of " + total + " models");
  }
}
