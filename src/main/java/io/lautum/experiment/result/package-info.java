/**
 * The quality of a classifier on labelled images, the records of it in files, and the tables that
 * print them. Plain counts, independent of Spark and networks, so that every stage can use them.
 */
package io.lautum.experiment.result;
