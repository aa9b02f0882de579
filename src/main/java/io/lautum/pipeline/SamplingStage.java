package io.lautum.pipeline;

import io.lautum.evaluation.sampling.SamplingJob;
import io.lautum.evaluation.sampling.SamplingResult;
import io.lautum.evaluation.sampling.SamplingRun;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Stage;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains by sampling weights, with all optimisers that are compared. */
final class SamplingStage implements Stage<SamplingResult> {
  private final ExperimentContext experiment;
  private final Artefacts artefacts;
  private final List<SamplingRun> runs;
  private SamplingJob job;

  SamplingStage(ExperimentContext experiment) {
    this.experiment = experiment;
    this.artefacts = experiment.artefacts();
    this.runs = SamplingRun.all(experiment.config().sampling());
  }

  @Override
  public List<Requirement> requirements() throws IOException {
    List<Requirement> requirements = new ArrayList<>();
    requirements.add(new Requirement(artefacts.shards(), "prepare"));
    if (experiment.config().sampling().startsFromStandard()) {
      requirements.add(
          new Requirement(
              artefacts.pretrained(TransferMethods.named("standard").before()), "pretrain"));
    }
    return requirements;
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    List<Artefact> curves = new ArrayList<>();
    for (SamplingRun run : runs) {
      curves.add(
          new MarkedArtefact(
              "sampling " + run.name(),
              experiment.directory(),
              artefacts.sampled(run),
              Optional.empty(),
              () -> {},
              outputs -> job().run(experiment.spark().get(), run, outputs)));
    }
    return curves;
  }

  @Override
  public void begin() throws IOException {
    job();
    experiment.spark().get();
  }

  @Override
  public SamplingResult result() throws IOException {
    return job().collect(runs);
  }

  private SamplingJob job() throws IOException {
    if (job == null) {
      job = new SamplingJob(experiment.config(), experiment.directory(), experiment.hadoop());
    }
    return job;
  }
}
