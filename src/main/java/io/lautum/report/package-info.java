/**
 * In: an experiment's directory on any Hadoop file system, finished or not. Out: {@code
 * report.html}, one self-contained file, the same for several runs side by side, and the accuracy
 * table as text and Markdown. Every reader of the directory is in {@link
 * io.lautum.report.ExperimentFiles}, all HTML is in the templates among this package's resources;
 * the classes between them compute the contents. Driver only.
 */
package io.lautum.report;
