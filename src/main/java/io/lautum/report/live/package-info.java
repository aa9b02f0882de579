/** Serves the reports of runs in progress, on localhost only. */
package io.lautum.report.live;
