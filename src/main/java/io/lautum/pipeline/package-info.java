/**
 * The stages of an experiment in order: which artefacts each needs and makes, and the jobs that
 * make them. Knows every job except the search for values; no job knows another.
 */
package io.lautum.pipeline;
