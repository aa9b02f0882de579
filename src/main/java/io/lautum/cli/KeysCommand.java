package io.lautum.cli;

import io.lautum.experiment.config.KeyReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lautum keys}. */
@Command(
    name = "keys",
    description =
        "Print all configuration keys with their defaults, allowed values and meaning, in the form"
            + " of an experiment file.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum keys --markdown"})
final class KeysCommand implements Callable<Integer> {
  @Option(names = "--markdown", description = "Print the page docs/configuration.md instead.")
  private boolean markdown;

  @Override
  public Integer call() {
    System.out.print(markdown ? KeyReference.markdown() : KeyReference.hocon());
    return 0;
  }
}
