package io.lautum.experiment.stage;

/**
 * The work that is left to do for an artefact.
 *
 * @param name name of the artefact
 */
record Task(String name, Work work) {}
