package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.cli.Main;
import io.lautum.submit.ExternalProgram.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the DAG with a stand-in for Airflow that has the names which the DAG imports. */
class AirflowDagTest {
  private static final Path DAG = Path.of("submit/airflow/lautum_dag.py").toAbsolutePath();
  private static final Path STUB = Path.of("src/test/resources/airflow").toAbsolutePath();
  private static final String RUN = "scheduled__2026-11-22T00:00:00+00:00";
  private static final String RUN_FOLDER = "scheduled__2026-11-22T00-00-00-00-00";

  @TempDir Path temp;

  @BeforeAll
  static void requirePython() {
    ExternalProgram.require("python3", "the DAG is not tested");
  }

  @Test
  void dagCompiles() throws Exception {
    Outcome outcome =
        ExternalProgram.run(
            temp,
            Map.of("PYTHONPYCACHEPREFIX", temp.toString()),
            List.of("python3", "-m", "py_compile", DAG.toString()));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"airflow2", "airflow3"})
  void stagesFollowEachOther(String version) throws Exception {
    JsonNode dag = describe(version, "{}");

    Map<String, Set<String>> edges = new TreeMap<>();
    dag.get("tasks")
        .fields()
        .forEachRemaining(
            task ->
                edges.put(task.getKey(), new TreeSet<>(texts(task.getValue().get("downstream")))));
    assertThat(edges)
        .isEqualTo(
            Map.of(
                "prepare", Set.of("pretrain"),
                "methods", Set.of("pretrain"),
                "pretrain", Set.of("finetune"),
                "finetune", Set.of("evaluate"),
                "evaluate", Set.of("report"),
                "report", Set.of()));
    assertThat(dag.get("max_active_runs").asInt()).isEqualTo(1);
    assertThat(dag.get("catchup").asBoolean()).isFalse();
    assertThat(dag.get("retries").asInt()).isPositive();
    // A command locks its work directory, so the methods cannot be pre-trained at the same time.
    assertThat(dag.at("/tasks/pretrain/at_once").asInt()).isEqualTo(1);
  }

  @Test
  void everyTaskRunsItsStageInTheWorkDirectoryOfTheRun() throws Exception {
    JsonNode dag = describe("airflow2", "{}");

    for (String stage : List.of("prepare", "pretrain", "finetune", "evaluate", "report")) {
      assertThat(commands(dag, stage))
          .containsExactly(
              List.of(
                  launcher(),
                  stage,
                  "conf/glyphs.conf",
                  "--workdir",
                  "runs/" + RUN_FOLDER,
                  "--cluster",
                  "local",
                  "--resume"));
    }
  }

  @Test
  void parametersReachEveryCommandAndMethodsArePretrainedOneByOne() throws Exception {
    JsonNode dag =
        describe(
            "airflow3",
            """
{"experiment": "hdfs:///e.conf", "workdir": "s3a://bucket/runs/", "clusters": ["yarn", "gpu"],
 "methods": ["scratch", "lautum+temporal-ensembling"],
 "overrides": ["pretrain.epochs=2", "target.name=a b; $(touch x)"]}
""");

    assertThat(commands(dag, "pretrain")).hasSize(2);
    assertThat(commands(dag, "pretrain").get(1))
        .containsExactly(
            launcher(),
            "pretrain",
            "hdfs:///e.conf",
            "--workdir",
            "s3a://bucket/runs/" + RUN_FOLDER,
            "--cluster",
            "yarn",
            "--cluster",
            "gpu",
            "-D",
            "pretrain.epochs=2",
            "-D",
            "target.name=a b; $(touch x)",
            "--methods",
            "lautum+temporal-ensembling",
            "--resume");
    assertThat(commands(dag, "pretrain").get(0)).contains("--methods", "scratch");
    assertThat(commands(dag, "evaluate").get(0))
        .containsSubsequence("--methods", "scratch,lautum+temporal-ensembling");
  }

  @Test
  void everyCommandLineIsValid() throws Exception {
    JsonNode dag =
        describe("airflow2", "{\"methods\": [\"standard\", \"lautum\"], \"overrides\": [\"a=1\"]}");

    List<String> parsed = new ArrayList<>();
    for (String task : List.of("prepare", "pretrain", "finetune", "evaluate", "report")) {
      for (List<String> command : commands(dag, task)) {
        List<String> arguments = new ArrayList<>(command.subList(1, command.size()));
        int cluster = arguments.indexOf("--cluster");
        assertThat(Path.of("conf/cluster", arguments.get(cluster + 1) + ".conf")).exists();
        arguments.subList(cluster, cluster + 2).clear();
        parsed.add(
            Main.commandLine()
                .parseArgs(arguments.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .name());
      }
    }

    assertThat(parsed)
        .containsExactly("prepare", "pretrain", "pretrain", "finetune", "evaluate", "report");
  }

  @Test
  void defaultsAreValid() throws Exception {
    JsonNode params = describe("airflow2", "{}").get("params");

    for (String name : List.of("experiment", "workdir")) {
      assertThat(params.at("/" + name + "/default").asText())
          .containsPattern(params.at("/" + name + "/schema/pattern").asText());
    }
    assertThat(params.at("/clusters/default/0").asText())
        .containsPattern(params.at("/clusters/schema/items/pattern").asText());
    // Values that look like options must be rejected.
    assertThat("--overwrite.conf")
        .doesNotContainPattern(params.at("/experiment/schema/pattern").asText());
    assertThat("--overwrite=1")
        .doesNotContainPattern(params.at("/overrides/schema/items/pattern").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "1, AirflowException",
    "2, AirflowFailException",
    "3, AirflowFailException",
    "4, AirflowException",
    "137, AirflowException"
  })
  void wrongConfigurationAndDataAreNotRetried(int code, String exception) throws Exception {
    JsonNode outcome = execute("finetune", "echo 'report: no'; exit " + code);

    assertThat(outcome.get("raised").asText()).isEqualTo(exception);
    assertThat(outcome.get("message").asText()).startsWith("finetune: exit code " + code);
  }

  @Test
  void resultIsThePathOfTheReport() throws Exception {
    JsonNode outcome =
        execute("report", "echo method; echo 'report: /runs/a b/report.html'; echo log >&2");

    assertThat(outcome.get("returned").asText()).isEqualTo("/runs/a b/report.html");
    assertThat(execute("prepare", "echo done").get("returned").isNull()).isTrue();
  }

  @Test
  void killedTaskAlsoEndsTheProgramBelowTheLauncher() throws Exception {
    // The launcher waits for a child process, which only a signal to the whole group reaches.
    JsonNode outcome =
        execute("pretrain", "bash -c 'trap \"echo stopped\" TERM; sleep 50 & wait'; exit 1", "1");

    assertThat(outcome.get("raised").asText()).isEqualTo("AirflowException");
    assertThat(outcome.get("message").asText()).startsWith("pretrain: exit code -15");
  }

  /** Executes one task with a launcher that runs these commands. */
  private JsonNode execute(String task, String launcher, String... killedAfter) throws Exception {
    Path home = Files.createDirectories(temp.resolve("home"));
    ExternalProgram.script(home.resolve("submit/lautum"), launcher);
    List<String> arguments = new ArrayList<>(List.of(task));
    arguments.addAll(List.of(killedAfter));
    return python(
        "airflow2", Map.of("LAUTUM_HOME", home.toString()), "{}", arguments.toArray(String[]::new));
  }

  private JsonNode describe(String version, String changed) throws Exception {
    return python(version, Map.of("LAUTUM_HOME", ""), changed);
  }

  private JsonNode python(
      String version, Map<String, String> environment, String changed, String... task)
      throws Exception {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("PYTHONPATH", STUB + ":" + STUB.resolve(version));
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3", STUB.resolve("describe.py").toString(), DAG.toString(), RUN, changed));
    command.addAll(List.of(task));
    Outcome outcome = ExternalProgram.run(temp, all, command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  private static List<List<String>> commands(JsonNode dag, String task) {
    List<List<String>> commands = new ArrayList<>();
    dag.at("/tasks/" + task + "/commands").forEach(command -> commands.add(texts(command)));
    return commands;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static String launcher() {
    return Path.of("submit/lautum").toAbsolutePath().toString();
  }
}
