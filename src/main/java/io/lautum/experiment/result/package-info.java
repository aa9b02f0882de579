/**
 * How a classifier did on labelled images, the records of it that files hold, and the tables that
 * print them. Plain counts, without Spark and without a network, so that every stage can use them.
 */
package io.lautum.experiment.result;
