/**
 * Charts as data: axes, series and their appearance. In: numbers. Out: coordinates that a template
 * turns into SVG in the page's own colours, and JFreeChart charts for files.
 */
package io.lautum.report.chart;
