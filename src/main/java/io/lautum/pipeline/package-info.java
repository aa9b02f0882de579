/**
 * The stages of an experiment in order: their required and created artefacts, and the jobs that
 * create them. Depends on every job except the search for configuration values.
 */
package io.lautum.pipeline;
