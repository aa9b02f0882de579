/**
 * The stages in order: which artefacts are finished for a configuration, and which have to be made.
 * Knows every job; no job knows another.
 */
package io.lautum.pipeline;
