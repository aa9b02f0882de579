/**
 * Records finished runs on a tracking server, in addition to their own directory. In: an
 * experiment's configuration and the files of its run. Out: requests to MLflow's REST API 2.0.
 */
package io.lautum.report.tracking;
