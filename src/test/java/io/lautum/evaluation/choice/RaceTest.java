package io.lautum.evaluation.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.evaluation.crossvalidation.TimeLimit;
import io.lautum.experiment.result.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final List<String> METHODS = List.of("scratch", "standard", "best", "other");
  private static final double LONG = 1000;

  private final Map<String, Heat> quarter = new TreeMap<>();
  private final Map<String, Heat> half = new TreeMap<>();
  private final Map<String, Heat> whole = new TreeMap<>();
  private final List<String> ran = new ArrayList<>();
  private final List<Double> limits = new ArrayList<>();

  @Test
  void bestTwoOfAQuarterAreComparedInAllSteps() throws IOException {
    quarters(20, 30, 38, 25);
    whole.put("standard", Heated.of(4, 31, 0.9f, 4));
    whole.put("best", Heated.of(4, 39, 0.9f, 4));
    Choice choice = race(LONG);
    assertThat(choice.method()).isEqualTo("best");
    assertThat(ran)
        .containsExactly("scratch", "standard", "best", "other", "standard all", "best all");
    assertThat(choice.seconds()).isEqualTo(4 + 8);
    assertThat(choice.images()).isEqualTo(Heated.IMAGES);
    Choice.Candidate standard = choice.candidates().get(1);
    assertThat(standard.first().accuracy()).isEqualTo(0.75);
    assertThat(standard.last().difference()).isGreaterThan(standard.last().standardError());
    assertThat(choice.candidates().get(0).last()).isNull();
  }

  /** Both fail on seven or six images, but not on the same ones. */
  @Test
  void simplerMethodWinsIfTheDifferenceIsWithinOneStandardError() throws IOException {
    quarters(20, 33, 34, 25);
    whole.put("standard", Heated.of(4, 33, 0.9f, 4));
    whole.put("best", Heated.reversed(4, 34, 0.9f, 4));
    Choice choice = race(LONG);
    assertThat(choice.method()).isEqualTo("standard");
    assertThat(choice.candidates().get(1).last().difference())
        .isPositive()
        .isLessThanOrEqualTo(choice.candidates().get(1).last().standardError());
  }

  @Test
  void lateWinnerOfAllStepsIsChosen() throws IOException {
    quarters(20, 38, 30, 25);
    whole.put("standard", Heated.of(4, 30, 0.9f, 4));
    whole.put("best", Heated.of(4, 39, 0.9f, 4));
    assertThat(race(LONG).method()).isEqualTo("best");
  }

  @Test
  void timeLimitsTheFirstHeat() throws IOException {
    quarters(20, 38, 39, 40);
    Choice choice = race(4);
    assertThat(ran).containsExactly("scratch", "standard");
    assertThat(choice.method()).isEqualTo("standard");
    assertThat(choice.candidates())
        .extracting(Choice.Candidate::remark)
        .containsExactly("", "", "the time did not suffice", "the time did not suffice");
    assertThat(choice.candidates().get(1).last()).isNull();
  }

  @Test
  void candidateGetsTheTimeThatIsLeftForTheFirstHeat() throws IOException {
    quarters(20, 30, 38, 25);
    quarter.put("other", new Heat(1, null, TimeLimit.MISSED, List.of(), 1));
    whole.put("standard", Heated.of(4, 30, 0.9f, 4));
    whole.put("best", Heated.of(4, 39, 0.9f, 4));
    Choice choice = race(20);
    double none = Double.POSITIVE_INFINITY;
    assertThat(limits).containsExactly(none, 9.0, 8.0, 7.0, none, none);
    assertThat(choice.method()).isEqualTo("best");
    assertThat(choice.candidates().get(3).remark()).isEqualTo("the time did not suffice");
  }

  @Test
  void secondHeatIsLeftOutIfItsExpectedTimeIsTooLong() throws IOException {
    quarters(20, 30, 38, 25);
    assertThat(race(8.0 - 1e-9).method()).isEqualTo("best");
    assertThat(ran).hasSize(4);
  }

  /** After 4 s, half of the steps take 4 s and all steps 8 s. */
  @Test
  void secondHeatHasHalfOfTheStepsIfTheTimeDoesNotSufficeForAll() throws IOException {
    quarters(20, 38, 30, 25);
    half.put("standard", Heated.of(2, 30, 0.9f, 2));
    half.put("best", Heated.of(2, 39, 0.9f, 2));
    Choice choice = race(8);
    assertThat(ran)
        .containsExactly("scratch", "standard", "best", "other", "standard half", "best half");
    assertThat(choice.method()).isEqualTo("best");
    assertThat(choice.candidates().get(2).last().steps()).isEqualTo(2);
  }

  @Test
  void partOfFewStepsIsAtLeastOne() {
    assertThat(Round.QUARTER.steps(11)).isEqualTo(2);
    assertThat(Round.QUARTER.steps(3)).isEqualTo(1);
  }

  @Test
  void divergedCandidateIsLeftOut() throws IOException {
    quarters(20, 30, 38, 25);
    quarter.put("best", Heated.diverged());
    whole.put("standard", Heated.of(4, 30, 0.9f, 4));
    whole.put("other", Heated.diverged());
    Choice choice = race(LONG);
    assertThat(choice.method()).isEqualTo("standard");
    assertThat(choice.candidates().get(2).remark()).isEqualTo("training diverged");
    assertThat(choice.candidates().get(2).first()).isNull();
    assertThat(choice.candidates().get(2).last()).isNull();
  }

  @Test
  void divergenceInAllStepsLeavesTheChoiceToTheQuarter() throws IOException {
    quarters(20, 30, 38, 25);
    whole.put("standard", Heated.diverged());
    whole.put("best", Heated.diverged());
    assertThat(race(LONG).method()).isEqualTo("best");
  }

  @Test
  void candidateThatLostAClassIsLeftOutUnlessAllHave() throws IOException {
    quarters(20, 30, 38, 25);
    whole.put("standard", Heated.of(4, 30, 0.9f, 4));
    whole.put("other", Heated.of(4, 25, 0.9f, 4));
    quarter.computeIfPresent("best", (name, heat) -> Heated.collapsed(heat));
    Choice choice = race(LONG);
    assertThat(choice.method()).isEqualTo("standard");
    assertThat(choice.candidates().get(2).remark()).contains("no unlabelled image");
    quarter.replaceAll((name, heat) -> Heated.collapsed(heat));
    whole.put("best", Heated.of(4, 39, 0.9f, 4));
    assertThat(race(LONG).method()).isEqualTo("best");
  }

  @Test
  void noCandidateLosesAClassWithoutUnlabelledImages() throws IOException {
    quarters(20, 30, 38, 25);
    quarter.replaceAll(
        (name, heat) -> new Heat(1, heat.validation(), "", List.of(), heat.seconds()));
    assertThat(race(7.9).method()).isEqualTo("best");
  }

  @Test
  void divergenceOfAllIsAnError() {
    METHODS.forEach(method -> quarter.put(method, Heated.diverged()));
    assertThatThrownBy(() -> race(LONG))
        .isInstanceOf(UserException.class)
        .hasMessage("auto: no candidate can be trained: training diverged");
  }

  private void quarters(int... right) {
    for (int i = 0; i < METHODS.size(); i++) {
      quarter.put(METHODS.get(i), Heated.of(1, right[i], 0.9f, 1));
    }
  }

  private Choice race(double seconds) throws IOException {
    ran.clear();
    return new Race(
            METHODS,
            seconds,
            (method, round, limit) -> {
              ran.add(round == Round.QUARTER ? method : method + " " + round.suffix());
              limits.add(limit.seconds());
              return switch (round) {
                case QUARTER -> quarter.get(method);
                case HALF -> half.get(method);
                case ALL -> whole.get(method);
              };
            })
        .run();
  }
}
