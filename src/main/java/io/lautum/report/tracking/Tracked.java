package io.lautum.report.tracking;

/**
 * The place where a run has been recorded and the parts that are recorded there, as {@code
 * tracking.json} contains them. Parts that are missing are null.
 *
 * @param uri address of the server
 * @param artifactUri location of the run's artifacts; null in files of earlier versions
 * @param artifacts true if the run's files have been uploaded
 * @param draws number of nested runs, in the order of {@link DrawRuns}
 * @param model name of the uploaded model, as {@link ChosenModel#name} gives it
 * @param registeredModel name in the model registry
 * @param version version of the registered model
 * @param alias alias of this version
 */
record Tracked(
    String uri,
    String experimentId,
    String runId,
    String artifactUri,
    Boolean artifacts,
    Integer draws,
    String model,
    String registeredModel,
    String version,
    String alias) {

  /** Creates the record of a run without parts. */
  Tracked(String uri, String experimentId, MlflowServer.Run run) {
    this(uri, experimentId, run.id(), run.artifactUri(), null, null, null, null, null, null);
  }

  Tracked withArtifactUri(String location) {
    return with(location, artifacts, draws, model, registeredModel, version, alias);
  }

  Tracked withArtifacts() {
    return with(artifactUri, true, draws, model, registeredModel, version, alias);
  }

  Tracked withDraws(int count) {
    return with(artifactUri, artifacts, count, model, registeredModel, version, alias);
  }

  /** Returns the same record with another model or none, which is not registered yet. */
  Tracked withModel(String name) {
    return with(artifactUri, artifacts, draws, name, null, null, null);
  }

  /** Returns the same record with a version of a registered model, which has no alias yet. */
  Tracked withVersion(String name, String number) {
    return with(artifactUri, artifacts, draws, model, name, number, null);
  }

  Tracked withAlias(String name) {
    return with(artifactUri, artifacts, draws, model, registeredModel, version, name);
  }

  private Tracked with(
      String location,
      Boolean uploaded,
      Integer recordedDraws,
      String chosen,
      String registered,
      String number,
      String name) {
    return new Tracked(
        uri,
        experimentId,
        runId,
        location,
        uploaded,
        recordedDraws,
        chosen,
        registered,
        number,
        name);
  }
}
