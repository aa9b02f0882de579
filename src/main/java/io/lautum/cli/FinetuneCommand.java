package io.lautum.cli;

import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code lautum finetune}. */
@Command(
    name = "finetune",
    description = "Train on the labelled target examples, once per method, label count and draw.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum finetune conf/mnist-notmnist.conf --labels 50,100 --draws 5"
    })
final class FinetuneCommand extends StageCommand {
  @Override
  void run(Pipeline pipeline) throws IOException {
    pipeline.finetune();
  }
}
