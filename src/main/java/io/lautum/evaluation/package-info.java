/**
 * How a classifier did on labelled images, and the records of it that files hold. Plain counts,
 * without Spark and without a network, so that every stage can use them.
 */
package io.lautum.evaluation;
