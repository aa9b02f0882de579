/** The files of MNIST and its relatives. */
package io.lautum.data.read.idx;
