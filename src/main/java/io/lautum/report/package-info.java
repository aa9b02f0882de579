/**
 * Makes reports of experiments. In: an experiment's directory on any Hadoop file system, finished
 * or not. Out: {@code report.html}, one self-contained file; a similar page that compares several
 * runs; and the accuracy table as text and Markdown. {@link io.lautum.report.ExperimentFiles} reads
 * the directory, and all HTML is in the templates among this package's resources; the other classes
 * compute the contents. Driver only.
 */
package io.lautum.report;
