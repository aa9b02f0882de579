package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LauncherCopy.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code submit/lautum} where the environment is unusual, and ends it by a signal. */
class LauncherEnvironmentTest {
  @TempDir Path temp;
  private LauncherCopy copy;

  @BeforeEach
  void copyProject() throws IOException {
    copy = new LauncherCopy(temp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "--cluster yarn run"})
  void folderWithoutSparkIsRejectedByName(String arguments) throws Exception {
    Outcome outcome = copy.launch(Map.of("SPARK_HOME", "/no/spark"), arguments.split(" "));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines())
        .singleElement()
        .asString()
        .contains("SPARK_HOME is /no/spark, but must be a Spark 3.5");
  }

  /** As those of jenv and asdf, which are in no JDK. */
  @Test
  void scriptThatChoosesAJdkIsReplacedByThatJdk() throws Exception {
    Path jdk = copy.jdk("17.0.8");
    Path shims = Files.createDirectory(temp.resolve("shims"));
    LauncherCopy.script(
        shims.resolve("java"),
        "printf '    java.home = %%s\\n    java.version = 17.0.8\\n' '%s' >&2".formatted(jdk));
    Map<String, String> environment =
        Map.of("JAVA_HOME", "", "PATH", shims + ":" + System.getenv("PATH"));

    Outcome outcome = copy.launch(environment, "--print-command", "run");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.lines().get(0)).contains(jdk + "/bin/java");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', C.UTF-8",
    "C, '', '', C.UTF-8",
    "de_DE.UTF-8, POSIX, '', C.UTF-8",
    "C, '', C.UTF-8, C.UTF-8",
    "C.UTF-8, '', '', ''",
    "C, C.UTF-8, '', ''"
  })
  void localeOfPosixIsReplacedByOneWithAllFileNames(
      String lang, String ctype, String all, String expected) throws Exception {
    Map<String, String> environment = Map.of("LANG", lang, "LC_CTYPE", ctype, "LC_ALL", all);

    assertThat(copy.launch(environment, "run").lines()).contains("locale: " + expected);
  }

  @ParameterizedTest
  @CsvSource({"'ulimit -n 64', 1", "'ulimit -Sn 64', 7"})
  void limitThatJavaCannotRaiseIsRejected(String limit, int exitCode) throws Exception {
    Path lautum = copy.home().resolve("submit/lautum");
    Path original = lautum.resolveSibling("original");
    Files.move(lautum, original);
    LauncherCopy.script(lautum, limit + "; exec \"${0%lautum}original\" \"$@\"");

    Outcome outcome = copy.launch("run");

    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    if (exitCode == 1) {
      assertThat(outcome.lines())
          .singleElement()
          .asString()
          .contains("may open only 64 files", "ulimit -n");
    }
  }

  /** The Java of the copy fails, the other one does not. */
  @Test
  void onlyACommandThatSucceedsArchivesClasses() throws Exception {
    Path archive = copy.home().resolve("target/lautum.jsa");
    Files.delete(archive);

    assertThat(copy.launch("run").exitCode()).isEqualTo(7);
    assertThat(archive).doesNotExist();

    Path calls = temp.resolve("calls");
    Map<String, String> java = java("echo \"$*\" >>'%s'".formatted(calls));
    Outcome first = copy.launch(java, "keys");
    assertThat(first.exitCode()).isZero();
    assertThat(first.lines()).singleElement().asString().startsWith("Done. Archiving loaded");
    assertThat(archive).exists();
    assertThat(copy.launch(java, "keys").lines()).isEmpty();
    assertThat(Files.readAllLines(calls))
        .satisfiesExactly(
            call -> assertThat(call).endsWith(LauncherCopy.JAR + " keys"),
            call -> assertThat(call).contains("-XX:ArchiveClassesAtExit=" + archive + ".new"),
            call -> assertThat(call).endsWith(LauncherCopy.JAR + " keys"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SharedArchiveFile", "ArchiveClassesAtExit"})
  void signalEndsTheFirstCommandAndTheArchivingOfClasses(String option) throws Exception {
    Files.delete(copy.home().resolve("target/lautum.jsa"));
    Path number = temp.resolve("number");
    Map<String, String> java =
        java(
            ("[[ $* == *-XX:%2$s=* ]] || exit 0;"
                    + " echo $$ >'%1$s.new'; mv '%1$s.new' '%1$s'; exec sleep 60")
                .formatted(number, option));
    Process launcher = copy.start(temp.resolve("output"), java, "run");
    try {
      while (!Files.exists(number)) {
        assertThat(launcher.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
      }
      ProcessHandle running =
          ProcessHandle.of(Long.parseLong(Files.readString(number).strip())).orElseThrow();
      launcher.destroy(); // SIGTERM
      assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(143);
      running.onExit().get(30, TimeUnit.SECONDS);
    } finally {
      launcher.destroyForcibly();
    }
  }

  /** Returns the environment with another Java. */
  private Map<String, String> java(String commands) throws IOException {
    Path jdk = copy.jdk("17.0.8");
    LauncherCopy.script(jdk.resolve("bin/java"), commands);
    return Map.of("JAVA_HOME", jdk.toString());
  }
}
