package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.submit.ExternalProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script that cron and systemd start, with a launcher that records its arguments. */
class CronTest {
  private static final Path CRON = Path.of("submit/cron");

  @TempDir Path temp;
  private Path home;
  private Path state;
  private Path started;

  @BeforeEach
  void install() throws IOException {
    home = temp.resolve("a project");
    state = Files.createDirectories(temp.resolve("state"));
    started = temp.resolve("started");
    Files.createDirectories(home.resolve("submit/cron"));
    Files.copy(
        CRON.resolve("scheduled-run"),
        home.resolve("submit/cron/scheduled-run"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/glyphs.conf"), "");
  }

  @Test
  void runsOfADayUseItsWorkDirectoryAndResume() throws Exception {
    String before = LocalDate.now().toString();
    Outcome outcome = run(0, "--cluster", "local");

    assertThat(outcome.exitCode()).isZero();
    assertThat(lines()).hasSize(1);
    String day = lines().get(0).replaceAll(".*/runs/(\\S+) .*", "$1");
    assertThat(day).isBetween(before, LocalDate.now().toString());
    assertThat(lines().get(0))
        .isEqualTo(
            "run|%s/conf/glyphs.conf|--workdir|%s/runs/%s|--resume|--cluster|local|"
                .formatted(home, state, day)
                .replace("|", " "));
    assertThat(state.resolve("glyphs.unfinished")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 137})
  void failedRunIsContinuedOnAnotherDay(int code) throws Exception {
    Files.writeString(state.resolve("glyphs.unfinished"), "2026-01-31\n");

    assertThat(run(code).exitCode()).isEqualTo(code);
    assertThat(run(0).exitCode()).isZero();
    assertThat(run(0).exitCode()).isZero();

    assertThat(lines()).hasSize(3);
    assertThat(lines().subList(0, 2)).allMatch(line -> line.contains("/runs/2026-01-31 --resume"));
    assertThat(lines().get(2)).doesNotContain("2026-01-31");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void afterWrongConfigurationOrDataANewRunBegins(int code) throws Exception {
    Files.writeString(state.resolve("glyphs.unfinished"), "2026-01-31\n");

    assertThat(run(code).exitCode()).isEqualTo(code);
    run(0);

    assertThat(lines().get(0)).contains("2026-01-31");
    assertThat(lines().get(1)).doesNotContain("2026-01-31");
  }

  @Test
  void secondRunOfAnExperimentEndsAtOnceWithCode4() throws Exception {
    ExternalProgram.script(
        home.resolve("submit/lautum"),
        // The launcher starts a second run only once: without a working lock, that run would start
        // a third.
        "[[ -e '%s' ]] && exit; echo began >>'%s'; '%s' glyphs; echo \"inner $?\" >>'%s'"
            .formatted(started, started, home.resolve("submit/cron/scheduled-run"), started));

    Outcome outcome = start("glyphs");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEqualTo("scheduled-run: glyphs is already running\n");
    assertThat(Files.readAllLines(started)).containsExactly("began", "inner 4");
  }

  /** A launcher that ends itself on SIGTERM stands for the virtual machine. */
  @Test
  void signalReachesTheRunAndItsEndIsAwaited() throws Exception {
    ExternalProgram.script(
        home.resolve("submit/lautum"),
        ("trap 'sleep 0.3; echo ended >>\"%1$s\"; exit 143' TERM; echo $PPID >>'%1$s';"
                + " while true; do sleep 0.05; done")
            .formatted(started));
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("submit/cron/scheduled-run").toString(), "glyphs");
    builder.environment().put("LAUTUM_STATE", state.toString());
    Process run = builder.start();
    try {
      while (!Files.exists(started) || Files.readAllLines(started).isEmpty()) {
        assertThat(run.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
      }
      run.destroy(); // SIGTERM
      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.exitValue()).isEqualTo(143);
    assertThat(Files.readAllLines(started)).hasSize(2).endsWith("ended");
    assertThat(state.resolve("glyphs.unfinished")).exists();
  }

  @Test
  void temporaryFilesOfAKilledRunAreRemoved() throws Exception {
    Path temporary = state.resolve("glyphs.tmp");
    Files.createDirectories(temporary.resolve("spark-7"));
    ExternalProgram.script(
        home.resolve("submit/lautum"),
        "ls '%1$s' >>'%2$s'; echo \"$JDK_JAVA_OPTIONS\" >>'%2$s'; touch '%1$s/left'"
            .formatted(temporary, started));

    assertThat(start("glyphs").exitCode()).isZero();

    assertThat(lines()).containsExactly("\"-Djava.io.tmpdir=%s\" ".formatted(temporary));
    assertThat(temporary).doesNotExist();
  }

  @Test
  void missingStateFolderIsNamed() throws Exception {
    Files.delete(state);

    assertThat(run(0).exitCode()).isEqualTo(1);
    assertThat(start("glyphs").err())
        .isEqualTo(
            "scheduled-run: LAUTUM_STATE is %s, but must be a folder that this account may write to\n"
                .formatted(state));
    assertThat(started).doesNotExist();
  }

  @Test
  void unknownExperimentEndsWithCode2() throws Exception {
    assertThat(start("moon").exitCode()).isEqualTo(2);
    assertThat(start("moon").err()).contains("'moon'", "conf/NAME.conf");
    assertThat(start().exitCode()).isEqualTo(2);
  }

  @Test
  void systemdKnowsEverySetting() throws Exception {
    ExternalProgram.require("systemd-analyze", "the units are not verified");

    assertThat(verify("", "")).isEmpty();
    assertThat(verify("RestartSec=", "RestartSecond=")).contains("Unknown key 'RestartSecond'");
  }

  /** Systemd calls an exposure below 4 of 10 "OK". */
  @Test
  void serviceMayDoLittleElseThanItsRun() throws Exception {
    ExternalProgram.require("systemd-analyze", "the restrictions of the unit are not assessed");
    Path unit = temp.resolve("lautum@example.service");
    Files.copy(CRON.resolve("lautum@.service"), unit);

    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of(),
            List.of(
                "systemd-analyze", "security", "--offline=true", "--no-pager", unit.toString()));

    Matcher exposure = Pattern.compile("exposure level for .*: ([0-9.]+)").matcher(outcome.out());
    assertThat(exposure.find()).as(outcome.out() + outcome.err()).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThan(4);
  }

  @Test
  void unitsRestartRunsThatMaySucceedLater() throws IOException {
    List<String> service = Files.readAllLines(CRON.resolve("lautum@.service"));
    List<String> timer = Files.readAllLines(CRON.resolve("lautum@.timer"));

    assertThat(service)
        .contains("Type=oneshot", "Restart=on-failure", "RestartPreventExitStatus=2 3")
        .contains(
            "ExecStart=/opt/lautum-spark/submit/cron/scheduled-run %i --cluster ${LAUTUM_CLUSTER}");
    assertThat(timer).contains("Persistent=true", "OnCalendar=*-*-* 02:00:00");
  }

  @Test
  void crontabStartsTheScriptWithAnExistingExperiment() throws IOException {
    List<String> jobs =
        Files.readAllLines(CRON.resolve("crontab")).stream()
            .filter(line -> line.matches("[0-9*].*"))
            .toList();

    assertThat(jobs).isNotEmpty();
    for (String job : jobs) {
      List<String> words = List.of(job.split("\\s+"));
      assertThat(words.subList(0, 5)).allMatch(field -> field.matches("\\*|\\d+"));
      assertThat(words.get(5)).isEqualTo("/opt/lautum-spark/submit/cron/scheduled-run");
      assertThat(Path.of("conf", words.get(6) + ".conf")).exists();
      assertThat(job).doesNotContain("%");
    }
  }

  /** Returns systemd's messages about the units after a change, with the paths of this project. */
  private String verify(String part, String replacement) throws Exception {
    Path units = Files.createTempDirectory(temp, "units");
    for (String unit : List.of("lautum@.service", "lautum@.timer")) {
      // A command's path must not contain blanks, and the file must exist.
      String text =
          Files.readString(CRON.resolve(unit))
              .replace("/opt/lautum-spark/submit", Path.of("submit").toAbsolutePath().toString());
      Files.writeString(units.resolve(unit), text.replace(part, replacement));
    }
    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of(),
            List.of(
                "systemd-analyze",
                "verify",
                units.resolve("lautum@.service").toString(),
                units.resolve("lautum@.timer").toString()));
    return outcome.out() + outcome.err();
  }

  private Outcome run(int exitCode, String... options) throws Exception {
    ExternalProgram.script(
        home.resolve("submit/lautum"),
        "printf '%%s ' \"$@\" >>'%s'; echo >>'%s'; exit %d".formatted(started, started, exitCode));
    List<String> arguments = new ArrayList<>(List.of("glyphs"));
    arguments.addAll(List.of(options));
    return start(arguments.toArray(String[]::new));
  }

  private Outcome start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("submit/cron/scheduled-run").toString());
    command.addAll(List.of(arguments));
    return ExternalProgram.run(temp, Map.of("LAUTUM_STATE", state.toString()), command);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(started);
  }
}
