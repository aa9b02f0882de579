package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.FileStates;
import io.lautum.UserException;
import io.lautum.WeightDifference;
import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.sampling.LearningCurve;
import io.lautum.evaluation.sampling.SamplingResult;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training by sampling in the pipeline: refinement of a model, and the command sampling. */
class SampledPipelineIT extends FinishedExperiment {
  @Test
  void refinementStartsFromModelThatItRefines() throws IOException {
    String[] overrides = {
      "methods=[local-entropy]",
      "labels=[10]",
      "pretrain.local-entropy.sampler=importance",
      "pretrain.local-entropy.tau=1e-6",
      "pretrain.local-entropy.samples=2",
      "pretrain.local-entropy.batch-size=16",
      "pretrain.local-entropy.rounds=2"
    };
    run(RESTART_UNFINISHED, overrides);
    List<String> added = new ArrayList<>(unit("pretrain/local-entropy"));
    added.addAll(unit("finetune/local-entropy/labels-10/draw-1"));
    assertThat(before.addedIn(states())).containsExactlyInAnyOrderElementsOf(added);
    float[] standard = weights("pretrain/standard");
    float[] refined = weights("pretrain/local-entropy");
    float[] random = randomWeights();
    assertThat(WeightDifference.largest(refined, standard)).isBetween(1e-7, 1e-3);
    assertThat(WeightDifference.largest(random, standard)).isGreaterThan(2e-3);
    assertThat(workdir.resolve("small/pretrain/local-entropy/history.jsonl"))
        .content()
        .contains("\"effectiveSampleSize\":1.9999", "\"forwardPasses\":6");
    assertThat(results().methods()).containsExactly("local-entropy");

    // If the starting model is not a method itself, it is trained as well, with the same result.
    Path other = Files.createDirectory(workdir.resolve("separate"));
    workdir = other;
    Pipeline separate = pipeline(RESTART_UNFINISHED, overrides);
    separate.prepare();
    separate.pretrain();
    assertThat(weights("pretrain/standard")).isEqualTo(standard);
    assertThat(weights("pretrain/local-entropy")).isEqualTo(refined);
  }

  @Test
  void trainerWithoutSamplingIsRejected() {
    assertThatThrownBy(
            () -> pipeline(RESTART_UNFINISHED, "methods=[heat]", "pretrain.trainer=dl4j"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.trainer = dl4j: cannot train method heat");
    assertThat(sparkRequests).isZero();
  }

  @Test
  void finishedRunsAreKeptAndOnlyUnfinishedRunsAreRepeated() throws IOException {
    String[] overrides = {
      "sampling.optimizers=[adam, local-entropy-importance, heat-back-propagated]",
      "sampling.taus=[0.001, 0.01]",
      "sampling.forward-passes=120",
      "sampling.batch-size=16",
      "sampling.points=3",
      "sampling.examples=50",
      "pretrain.local-entropy.samples=10",
      "pretrain.heat.iterations=2",
      "pretrain.heat.samples=2"
    };
    SamplingResult first = pipeline(RESTART_UNFINISHED, overrides).sample();
    assertThat(first.curves()).hasSize(5);
    assertThat(first.curves().stream().map(LearningCurve::optimizer).distinct())
        .containsExactly("adam", "local-entropy-importance", "heat-back-propagated");
    for (LearningCurve curve : first.curves()) {
      assertThat(curve.diverged()).isNull();
      assertThat(curve.points()).hasSize(4);
      assertThat(curve.points().get(0)).isEqualTo(first.curves().get(0).points().get(0));
      assertThat(curve.last().forwardPasses()).isBetween(80L, 120L);
    }
    LearningCurve adam = first.curves().get(0);
    assertThat(adam.last().loss()).isLessThan(0.8 * adam.points().get(0).loss());
    assertThat(adam.last().backwardPasses()).isEqualTo(adam.last().forwardPasses());
    // A round of two workers takes 2 x 11 passes, so 120 passes allow five rounds.
    LearningCurve importance = first.curves().get(1);
    assertThat(importance.last().forwardPasses()).isEqualTo(110);
    assertThat(importance.last().backwardPasses()).isZero();
    assertThat(importance.effectiveSampleSize().getAsDouble()).isBetween(9.0, 10.0);
    FileStates sampled = states();

    Pipeline again = pipeline(RESTART_UNFINISHED, overrides);
    sparkRequests = 0;
    assertThat(again.sample()).isEqualTo(first);
    assertThat(again.worked()).isFalse();
    assertThat(sparkRequests).isZero();

    remove("sampling/heat-back-propagated-tau-0.01/_SUCCESS");
    assertThat(pipeline(RESTART_UNFINISHED, overrides).sample()).isEqualTo(first);
    assertThat(sampled.changedIn(states()))
        .containsExactlyInAnyOrder(
            "sampling/heat-back-propagated-tau-0.01/_SUCCESS",
            "sampling/heat-back-propagated-tau-0.01/curve.json",
            "sampling/sampling.json",
            "sampling/sampling.md");
    assertThat(workdir.resolve("small/sampling/sampling.md"))
        .content()
        .contains("| heat-back-propagated | 0.01 |");
    overrides[4] = "sampling.points=4";
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, overrides).sample())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sampling/adam was created with another configuration")
        .hasMessageContaining("(sampling.points was 3, is 4)");
  }

  private float[] randomWeights() throws IOException {
    Manifest manifest = Manifest.read(directory().files(), directory().shards());
    return new TransferNetwork("mlp", manifest.source().shape(), 10, 0)
        .initialWeights(load().seed());
  }
}
