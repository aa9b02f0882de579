/**
 * The execution of an experiment's stages: requirements, created and already finished artefacts,
 * and the result. Independent of the stages' computations and of Spark.
 */
package io.lautum.experiment.stage;
