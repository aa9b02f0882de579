/**
 * The progress of a stage on a terminal. If standard error is not a terminal, the stages log lines
 * instead.
 */
package io.lautum.operations.progress;
