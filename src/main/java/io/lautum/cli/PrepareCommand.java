package io.lautum.cli;

import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code lautum prepare}. */
@Command(
    name = "prepare",
    description =
        "Decode both datasets, split and whiten the target, and write the shards of each worker.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum prepare conf/mnist-notmnist.conf -D data.root=/data"})
final class PrepareCommand extends StageCommand {
  @Override
  void run(Pipeline pipeline) throws IOException {
    pipeline.prepare();
  }
}
