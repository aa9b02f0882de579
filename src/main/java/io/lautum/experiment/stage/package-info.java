/**
 * How a stage of an experiment runs: what must be finished before, which artefacts it makes, what
 * of them is finished already, and what comes out. Independent of what the stages compute and of
 * Spark.
 */
package io.lautum.experiment.stage;
