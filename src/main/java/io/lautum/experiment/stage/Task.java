package io.lautum.experiment.stage;

/**
 * The remaining work for an artefact.
 *
 * @param name name of the artefact
 */
record Task(String name, Work work) {}
