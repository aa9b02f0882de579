package io.lautum.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethods;
import io.lautum.submit.ExternalProgram.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that each table of {@code docs/experiments/tables} can be trained as it is listed. */
class TablesScriptTest {
  private static final String SCRIPT = "docs/experiments/tables";

  @TempDir Path temp;

  @Test
  void listedTablesAreValidExperimentsOfTheirOwn() throws Exception {
    Outcome list = run("--list");
    assertThat(list.exitCode()).isZero();
    List<String> lines = list.out().lines().toList();
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
    assertThat(rejected("nothing")).containsExactly("no table nothing; --list prints all");
    assertThat(rejected("--labels")).containsExactly("--labels needs a value");
    assertThat(rejected("-D")).containsExactly("-D needs a value");
    assertThat(rejected("--nothing").get(0)).isEqualTo("unknown option --nothing");
  }

  private List<String> rejected(String argument) throws Exception {
    Outcome outcome = run(argument);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    return outcome.err().lines().toList();
  }

  private Outcome run(String argument) throws Exception {
    return ExternalProgram.run(temp, Map.of(), List.of(SCRIPT, argument));
  }
}
