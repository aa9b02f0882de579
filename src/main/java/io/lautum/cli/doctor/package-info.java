/**
 * Checks this machine or cluster. In: a Spark context and the paths that a job would use. Out: one
 * {@link io.lautum.cli.doctor.CheckResult} per known cause of failed jobs, from the driver and from
 * every executor.
 */
package io.lautum.cli.doctor;
