/**
 * Exports reports. In: a report. Out: its contents as files for other programs and documents: CSV,
 * Markdown, and every chart as SVG and PNG.
 */
package io.lautum.report.export;
