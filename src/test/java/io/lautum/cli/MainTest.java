package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.LocalSpark;
import io.lautum.experiment.lock.ExperimentLock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir Path folder;
  private Path experiment;
  private Path workdir;

  /** Starts Hadoop, so that its log lines at startup are not in the tests' output. */
  @BeforeAll
  static void startHadoop() {
    SparkRuntime.hadoop();
  }

  @BeforeEach
  void writeExperiment() throws IOException {
    experiment = folder.resolve("small.conf");
    Files.writeString(
        experiment,
        """
        experiment = small
        source { name = A, format = idx, path = a, classes = [zero, one] }
        target { name = B, format = idx, path = b, classes = [zero, one] }
        """);
    workdir = folder.resolve("runs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Missing command: expected one of adapt, run, prepare, pretrain, finetune, evaluate,"
            + " report, watch, benchmark, tune, generalisation, sampling, predict, export, encode,"
            + " doctor, keys, help; see lautum --help",
        "rn x.conf | Unknown command 'rn': expected one of adapt, run, prepare, pretrain, finetune,"
            + " evaluate, report, watch, benchmark, tune, generalisation, sampling, predict,"
            + " export, encode, doctor, keys, help; see lautum --help",
        "--debugg | Unknown option: '--debugg'; did you mean --debug?; see lautum --help",
        "run | Missing required parameter: '<experiment.conf>'; see lautum run --help",
        "run x.conf --worker 2 | Unknown options: '--worker', '2'; did you mean --workdir?; see"
            + " lautum run --help",
        "run x.conf --labels many | Invalid value for option '--labels' (<n>): 'many' is not an"
            + " int; see lautum run --help",
        "run x.conf --resume --overwrite | --resume, --overwrite are mutually exclusive",
        "run x.conf | \"x.conf\": no such experiment file",
        "predict --model a --input b --output c.csv --batch-size 0 | --batch-size = 0: expected a"
            + " whole number above 0",
        "predict --model a --input b --output c.csv --outsider-score max-logit --top 0 | --top = 0",
        "predict --model a --input b --output c.csv --outsider-score msp | --outsider-score = msp:"
            + " expected one or more of energy, max-logit",
        "report src/main | \"src/main\": no such run in /",
        "report nosuch-folder | \"nosuch-folder\": no such run in /",
        "report a b --export c | --export = c: expected one run, not several",
        "report ~ann/runs | \"~ann/runs\": only ~/ is replaced by a home folder",
        "run x.conf --workdir my:runs | Invalid value for option '--workdir': \"my:runs\":"
            + " Hadoop takes what is before a colon",
        "predict --model a --input b --output 12:30.csv | \"12:30.csv\": Hadoop takes what is",
        "predict --model a --input b --output /tmp/12:30.csv | \"/tmp/12:30.csv\": Hadoop cannot"
            + " write a file or folder with a colon in its name; choose another name",
        "watch runs --port 70000 | --port = 70000: expected 0 to 65535",
        "watch runs --every 0 | --every = 0: expected a whole number above 0",
        "doctor --workers 0 | --workers = 0: expected a whole number above 0",
      })
  void invalidCommandLineGivesOneLineAndExitCode2(String line, String message) {
    CommandLineRun run = CommandLineRun.of(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().startsWith("lautum: ").contains(message);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-D pretrain.epoch=3 | unknown key pretrain.epoch (command line); did you mean"
            + " pretrain.epochs?",
        "-D pretrain.epochs=x | pretrain.epochs = \"x\" (command line): expected a whole number",
        "-D prepare.components=0 | prepare.components = 0: expected at least 1",
        "--labels 50,0 | labels = [50,0] (command line): expected a list",
        "--draws 0 | draws = 0 (command line): expected a whole number from 1",
        "--methods lautum,standart | methods = standart: expected one or more of scratch, standard,"
            + " augmented-standard, lautum",
        "--methods lautum,lautum | methods = [\"lautum\",\"lautum\"] (command line): expected a"
            + " list",
        "-D network.architecture=lenet5 | network.architecture = lenet5: expected one of cnn,"
            + " lenet, linear, mlp",
        "-D source.format=idxx | source.format = idxx: expected one of auto, cifar10, cifar100,"
            + " glyphs, idx, images, npz",
        "-D target.classes=a,a | target.classes = [\"a\",\"a\"] (command line): expected a list",
        "--workdir nosuch://host/runs | work directory \"nosuch://host/runs\": expected a path",
      })
  void invalidConfigurationIsRejectedBeforeAnyWork(String options, String message) {
    for (String command : List.of("run", "prepare", "report")) {
      CommandLineRun run = experiment(command, options.split(" "));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errLines())
          .singleElement()
          .asString()
          .startsWith("lautum: ")
          .contains(message);
      assertThat(run.out()).isEmpty();
      assertThat(workdir).doesNotExist();
    }
  }

  @Test
  void debugPrintsTheStackTraceOfAUserError() {
    CommandLineRun key = experiment("run", "--debug", "-D", "seeds=1");
    assertThat(key.exitCode()).isEqualTo(2);
    assertThat(key.errLines().get(0))
        .isEqualTo("lautum: unknown key seeds (command line); did you mean seed?");
    assertThat(key.err()).contains("io.lautum.UserException", "\tat io.lautum.experiment.config.");

    CommandLineRun option = CommandLineRun.of("--debug", "rn");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("\tat picocli.CommandLine");
  }

  @Test
  void stageBeforeItsTurnIsAUserError() {
    CommandLineRun report = experiment("report");

    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.errLines())
        .containsExactly(
            "lautum: file:%s/small/results.json is missing; run evaluate first, or run for all stages"
                .formatted(workdir));
  }

  @Test
  void malformedResultsAreBadData() throws IOException {
    Files.createDirectories(workdir.resolve("small"));
    Files.writeString(workdir.resolve("small/results.json"), "{\"experiment\"");

    CommandLineRun report = experiment("report");

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.errLines()).singleElement().asString().contains("results.json");
  }

  @Test
  void otherFailureIsExitCode1() throws IOException {
    Files.createDirectories(workdir.resolve("small/result.json/not a file"));

    CommandLineRun run = experiment("prepare");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("lautum: ")
        .contains("--debug", "--resume");
    CommandLineRun debugged = experiment("prepare", "--debug");
    assertThat(debugged.exitCode()).isEqualTo(1);
    assertThat(debugged.err()).contains("\tat io.lautum.experiment.storage.AtomicFile");
  }

  @Test
  void fileInPlaceOfTheWorkDirectoryIsAUserError() throws IOException {
    Files.writeString(workdir, "a file");

    CommandLineRun run = experiment("prepare");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("small: expected a folder or a new name: Parent path is not a directory");
  }

  @Test
  void badDataIsExitCode3OnDriverAndExecutors() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    String data = "data.root=" + folder;

    CommandLineRun absent = experiment("prepare", "-D", data);
    assertThat(absent.exitCode()).isEqualTo(3);
    assertThat(absent.errLines())
        .filteredOn(each -> each.startsWith("lautum: "))
        .singleElement()
        .asString()
        .startsWith("lautum: source.path = a: not found in data.root, which is file:" + folder);
    JsonNode outcome = new ObjectMapper().readTree(workdir.resolve("small/result.json").toFile());
    assertThat(outcome.path("command").asText()).isEqualTo("prepare");
    assertThat(outcome.path("state").asText()).isEqualTo("failed");
    assertThat(outcome.path("exitCode").asInt()).isEqualTo(3);
    assertThat("lautum: " + outcome.path("message").asText()).isIn(absent.errLines());

    writeIdx(folder.resolve("a"), "train");
    writeIdx(folder.resolve("a"), "t10k");
    writeIdx(folder.resolve("b"), "train");
    writeIdx(folder.resolve("b"), "t10k");
    Path images = folder.resolve("a/train-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length / 2));

    CommandLineRun torn = experiment("prepare", "--debug", "-D", data);
    assertThat(torn.exitCode()).isEqualTo(3);
    assertThat(torn.errLines())
        .filteredOn(each -> each.startsWith("lautum: "))
        .singleElement()
        .asString()
        .contains("train-images-idx3-ubyte.gz");
    assertThat(torn.err())
        .as("the header is valid, so an executor finds the missing end")
        .contains("\tat org.apache.spark.executor.Executor");
    assertThat(spark.sc().isStopped())
        .as("a context that another class started is not stopped")
        .isFalse();
  }

  @Test
  @SuppressWarnings("try")
  void folderInUseIsExitCode4AndStaysUnchanged() throws IOException {
    org.apache.hadoop.fs.Path small =
        new org.apache.hadoop.fs.Path(workdir.resolve("small").toString());
    try (ExperimentLock held =
        ExperimentLock.acquire(
            small.getFileSystem(SparkRuntime.hadoop()), small, "tune", () -> {})) {
      CommandLineRun run = experiment("run");
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.errLines())
          .singleElement()
          .asString()
          .startsWith("lautum: file:" + workdir.resolve("small") + " is in use by `tune` on ");
      try (Stream<Path> files = Files.list(workdir.resolve("small"))) {
        assertThat(files).singleElement().asString().contains("/.lock-");
      }
    }
  }

  private CommandLineRun experiment(String command, String... options) {
    List<String> args =
        new ArrayList<>(List.of(command, experiment.toString(), "--workdir", workdir.toString()));
    // Giving an option twice would be a user error too.
    if (Arrays.asList(options).contains("--workdir")) {
      args.subList(2, 4).clear();
    }
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  /**
   * Writes noisy 8x8 images of two classes, too random to compress and too many for one deflate
   * block.
   */
  private static void writeIdx(Path folder, String prefix) throws IOException {
    Files.createDirectories(folder);
    int count = 4000;
    byte[] pixels = new byte[count * 64];
    new Random(1).nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 2);
    }
    write(folder.resolve(prefix + "-images-idx3-ubyte.gz"), pixels, 0x803, count, 8, 8);
    write(folder.resolve(prefix + "-labels-idx1-ubyte.gz"), labels, 0x801, count);
  }

  private static void write(Path file, byte[] content, int... header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      for (int value : header) {
        out.writeInt(value);
      }
      out.write(content);
    }
    Files.write(file, bytes.toByteArray());
  }
}
