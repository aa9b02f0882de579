package io.lautum.cli;

import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code lautum pretrain}. */
@Command(
    name = "pretrain",
    description = "Train each method's network on the source, distributed over the workers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum pretrain conf/mnist-notmnist.conf --methods standard,lautum --resume"
    })
final class PretrainCommand extends StageCommand {
  @Override
  void run(Pipeline pipeline) throws IOException {
    pipeline.pretrain();
  }
}
