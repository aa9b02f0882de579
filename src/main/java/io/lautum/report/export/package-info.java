/**
 * In: a report. Out: the same as files for other programs and documents: CSV, Markdown, and every
 * chart as SVG and PNG.
 */
package io.lautum.report.export;
