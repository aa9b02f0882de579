package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethods;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Checks that each table of {@code docs/experiments/tables} can be trained as it is listed. */
class TablesScriptTest {
  private static final String SCRIPT = "docs/experiments/tables";

  @Test
  void listedTablesAreValidExperimentsOfTheirOwn() throws Exception {
    List<String> lines = output(0, SCRIPT, "--list");
    assertThat(lines).isNotEmpty();
    Set<String> experiments = new HashSet<>();
    for (int i = 0; i < lines.size(); i += 2) {
      String[] words = lines.get(i).split(" ");
      List<String> overrides = new ArrayList<>(List.of("methods=" + lines.get(i + 1).strip()));
      for (int k = 2; k < words.length; k++) {
        if (!words[k].equals("-D")) {
          overrides.add(words[k]);
        }
      }
      ExperimentConfig config =
          ConfigLoader.load(words[1], overrides, Map.of(), new Configuration());
      assertThat(config.methods()).as(words[0]).isNotEmpty().allSatisfy(TransferMethods::named);
      experiments.add(config.name());
    }
    // Tables of one experiment would overwrite each other's results.
    assertThat(experiments).hasSize(lines.size() / 2);
  }

  @Test
  void unknownTableAndOptionAreRejected() throws Exception {
    assertThat(output(2, SCRIPT, "nothing")).containsExactly("no table nothing; --list prints all");
    assertThat(output(2, SCRIPT, "--labels")).containsExactly("--labels needs a value");
    assertThat(output(2, SCRIPT, "--nothing").get(0)).isEqualTo("unknown option --nothing");
  }

  private static List<String> output(int exitCode, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(exitCode);
    return text.lines().toList();
  }
}
