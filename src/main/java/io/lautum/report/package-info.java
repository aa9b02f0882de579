/**
 * In: an experiment's directory on any Hadoop file system. Out: {@code report.html}, one
 * self-contained file, and the accuracy table as text and Markdown. Every reader of the directory
 * is in {@link io.lautum.report.ExperimentFiles}, every character of HTML in {@code report.ftlh};
 * the classes between them compute what is shown. Driver only.
 */
package io.lautum.report;
