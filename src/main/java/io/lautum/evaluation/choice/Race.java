package io.lautum.evaluation.choice;

import io.lautum.UserException;
import io.lautum.evaluation.crossvalidation.TimeLimit;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses a method by successive halving (Jamieson &amp; Talwalkar 2016) of two heats: all
 * candidates with a quarter of the steps, then the best two with all steps, or with half of them if
 * the time does not suffice for all. In each heat, candidates are compared by paired differences of
 * {@link HeldOutLosses}. The simplest candidate wins whose loss is not more than one standard error
 * of the difference above the least one (the rule of one standard error, Breiman et al. 1984). A
 * candidate that has lost a class is left out, unless all have.
 *
 * <p>The comparison has a limited time, half of which is for the first heat; a candidate that it
 * does not suffice for is left out, as soon as its first steps show it. The first candidate and the
 * finalists have no limit of their own.
 */
final class Race {
  private static final String COLLAPSED =
      "predicts no unlabelled image to be of one of the classes";

  /** Cross-validates a candidate. */
  interface Runner {
    /**
     * @param round number of steps
     * @param limit time for it
     * @return the heat; with the failure {@link TimeLimit#MISSED} if the time did not suffice
     */
    Heat run(String method, Round round, TimeLimit limit) throws IOException;
  }

  private final List<String> methods;
  private final double seconds;
  private final Runner runner;
  private final Map<String, Heat> first = new LinkedHashMap<>();
  private final Map<String, Heat> last = new LinkedHashMap<>();
  private final Map<String, String> remarks = new LinkedHashMap<>();
  private double spent;

  /**
   * @param methods one or more candidates, the simplest first
   * @param seconds time for the comparison
   */
  Race(List<String> methods, double seconds, Runner runner) {
    this.methods = methods;
    this.seconds = seconds;
    this.runner = runner;
  }

  /**
   * Runs the heats.
   *
   * @throws UserException if no candidate can be trained
   */
  Choice run() throws IOException {
    for (String method : methods) {
      if (first.isEmpty()) {
        first.put(method, timed(method, Round.QUARTER, TimeLimit.NONE));
      } else if (spent < seconds / 2) {
        first.put(method, timed(method, Round.QUARTER, new TimeLimit(seconds / 2 - spent)));
      } else {
        remarks.put(method, TimeLimit.MISSED);
      }
    }
    Heats quarter = new Heats(first, remaining(first));
    List<String> finalists = quarter.best(2);
    Optional<Round> second = second(finalists);
    if (second.isPresent()) {
      for (String method : finalists) {
        last.put(method, timed(method, second.get(), TimeLimit.NONE));
      }
    }
    Heats whole = new Heats(last, remaining(last));
    return choice(quarter, whole, last.values().stream().allMatch(Heat::failed));
  }

  /** Returns the longest second heat that the time suffices for. */
  private Optional<Round> second(List<String> finalists) {
    double quarter = finalists.stream().mapToDouble(name -> first.get(name).seconds()).sum();
    return finalists.size() < 2
        ? Optional.empty()
        : Stream.of(Round.ALL, Round.HALF)
            .filter(round -> spent + quarter * round.times(Round.QUARTER) <= seconds)
            .findFirst();
  }

  private Choice choice(Heats quarter, Heats whole, boolean byQuarter) {
    String chosen = (byQuarter ? quarter : whole).winner();
    CrossValidation any = first.get(chosen).validation();
    return new Choice(
        chosen,
        any.images().size(),
        any.groups(),
        any.folds(),
        spent,
        methods.stream()
            .map(
                method ->
                    new Choice.Candidate(
                        method, quarter.score(method), whole.score(method), remarks.get(method)))
            .toList());
  }

  private Heat timed(String method, Round round, TimeLimit limit) throws IOException {
    Heat heat = runner.run(method, round, limit);
    spent += heat.seconds();
    return heat;
  }

  /** Returns the candidates of a heat that may win, the simplest first. */
  private List<String> remaining(Map<String, Heat> heats) {
    List<String> trained = new ArrayList<>();
    heats.forEach(
        (method, heat) -> {
          if (heat.failed()) {
            remarks.put(method, heat.failure());
          } else {
            trained.add(method);
          }
        });
    if (trained.isEmpty() && heats == first) {
      throw new UserException(
          "auto: no candidate can be trained: " + heats.values().iterator().next().failure());
    }
    List<String> sound = trained.stream().filter(name -> !heats.get(name).collapsed()).toList();
    if (sound.isEmpty()) {
      return trained;
    }
    trained.stream()
        .filter(name -> !sound.contains(name))
        .forEach(name -> remarks.put(name, COLLAPSED));
    return sound;
  }
}
