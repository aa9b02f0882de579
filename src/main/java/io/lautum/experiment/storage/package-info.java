/**
 * Where an experiment's files lie and how they are written: to a temporary name, then renamed, with
 * a marker that says which configuration a finished artefact was made from. Everything here works
 * on any Hadoop file system.
 */
package io.lautum.experiment.storage;
