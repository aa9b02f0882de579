package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AdaptCommandTest {
  private static final String MASTER = "spark.master";

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void keepMaster() {
    before = System.getProperty(MASTER);
  }

  @AfterEach
  void restoreMaster() {
    if (before == null) {
      System.clearProperty(MASTER);
    } else {
      System.setProperty(MASTER, before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "local, '', 1",
    "local[1], '', 1",
    "local[4], '', 2",
    "spark://host:7077, '', 2",
    "local, 'workers=2', 2"
  })
  void hasNoMoreWorkersThanALocalMasterHasSlots(String master, String override, int workers) {
    System.setProperty(MASTER, master);
    AdaptCommand command = new AdaptCommand();
    new CommandLine(command)
        .parseArgs(
            "--labelled",
            folder.toString(),
            "--output",
            folder.resolve("out").toString(),
            "-D",
            override.isEmpty() ? "seed=1" : override);

    assertThat(command.config().workers()).isEqualTo(workers);
  }

  @ParameterizedTest
  @CsvSource({"seed=1, true", "source.bad-files=fail, false"})
  void leavesBadFilesOutOfASourceThatIsAddedToAFile(String override, boolean skips)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("adapt.conf"),
            "experiment = x\ntarget { name = x, labelled = \"/l\", unlabelled = \"/u\" }");
    AdaptCommand command = new AdaptCommand();
    new CommandLine(command)
        .parseArgs(file.toString(), "--source", folder.toString(), "-D", override);

    assertThat(command.config().source().badFiles().skip()).isEqualTo(skips);
  }

  @Test
  void convolutionsOfVectorsAreRejected() {
    CommandLineRun run =
        adapt("table", "out", "-D", "target.format=vectors", "-D", "network.architecture=lenet");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .containsExactly(
            "lautum: network.architecture = lenet: it convolves images, and the network gets"
                + " vectors; set it to mlp or linear");
  }

  @Test
  void foldersOfOtherOriginAreKept() throws IOException {
    Path foreign = Files.createDirectories(folder.resolve("data/shards")).resolve("0.tar");
    Files.writeString(foreign, "images");
    CommandLineRun run = adapt("labelled", "data");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .containsExactly(
            "lautum: file:%s/data: has folders of other origin, such as shards, which results could"
                    .formatted(folder)
                + " replace; write to another or an empty folder");
    assertThat(foreign).hasContent("images");
    assertThat(folder.resolve("data/result.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"data, data", "data, data/all/out", "data/../data, data/./out"})
  void resultsAreNotWrittenIntoADataset(String input, String output) {
    CommandLineRun run = adapt(input, output);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("lautum: target.labelled = %s/data: results in ".formatted(folder))
        .endsWith("count as files of this dataset; write to a folder outside of it");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private CommandLineRun adapt(String labelled, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("adapt", "--labelled", folder + "/" + labelled));
    arguments.addAll(List.of("--output", folder + "/" + output));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
