/**
 * Charts as data: axes, series, and what each series looks like. In: numbers. Out: coordinates that
 * a template turns into SVG in the page's own colours, and JFreeChart's charts for files.
 */
package io.lautum.report.chart;
