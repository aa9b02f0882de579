/**
 * The locations of an experiment's files and the way of writing them: to a temporary name, then
 * renamed, with a marker of the configuration that a finished artefact was created with. Supports
 * every Hadoop file system.
 */
package io.lautum.experiment.storage;
