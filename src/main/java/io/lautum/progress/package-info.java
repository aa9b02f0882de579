/**
 * How far a stage has come, for somebody who watches a terminal. Where standard error is none, the
 * stages log lines instead.
 */
package io.lautum.progress;
