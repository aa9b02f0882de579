/**
 * Records finished runs on a tracking server, in addition to their own directory. In: an
 * experiment's configuration and the files of its run. Out: requests to the REST API 2.0 of MLflow.
 */
package io.lautum.report.tracking;
