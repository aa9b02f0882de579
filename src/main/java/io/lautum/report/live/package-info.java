/**
 * The report of runs that are still going, from a server on this machine for this machine alone.
 */
package io.lautum.report.live;
