/**
 * What this machine or cluster can do. In: a Spark context and the paths a job would use. Out: one
 * {@link io.lautum.cli.doctor.CheckResult} for each thing that has gone wrong for somebody, from
 * the driver and from every executor.
 */
package io.lautum.cli.doctor;
