package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.stage.ExistingResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The slots that must be there before the first stage. */
class PipelineSlotsTest extends ExperimentFixture {
  @Test
  void workersMustFindSlotsBeforeTheShardsAreMade() throws IOException {
    assertThat(slots(ExistingResults.RESTART_UNFINISHED, "methods=standard")).isEqualTo(3);
    assertThat(slots(ExistingResults.RESTART_UNFINISHED, "methods=scratch")).isEqualTo(1);
    assertThat(sparkRequests).isZero();
  }

  @Test
  void withReadyShardsTheTrainingItselfChecksFirst() throws IOException {
    Path shards = workdir.resolve("small/shards");
    Files.createDirectories(shards);
    experiment("workers=3", "methods=standard").artefacts().shards().complete();

    assertThat(slots(ExistingResults.RESTART_UNFINISHED, "methods=standard")).isEqualTo(1);
    assertThat(slots(ExistingResults.OVERWRITE, "methods=standard")).isEqualTo(3);
    assertThat(slots(ExistingResults.RESTART_UNFINISHED, "methods=standard", "seed=7"))
        .isEqualTo(3);
  }

  @Test
  void generalisationTrainsWithEveryMethod() throws IOException {
    ExperimentContext experiment = experiment("workers=3", "methods=scratch");
    assertThat(new GeneralisationPipeline(experiment, ExistingResults.RESUME_UNFINISHED).slots())
        .isEqualTo(3);
    assertThat(sparkRequests).isZero();
  }

  private int slots(ExistingResults existing, String method, String... more) throws IOException {
    String seed = more.length == 0 ? "seed=1" : more[0];
    return new Pipeline(experiment("workers=3", method, seed), existing).slots();
  }
}
