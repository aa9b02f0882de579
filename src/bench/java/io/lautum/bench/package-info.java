/**
 * What the system costs: the mathematics by JMH, and whole training runs beside dl4j-spark and
 * PyTorch. Run by the Maven profile {@code bench}; nothing of it is in the jar.
 */
package io.lautum.bench;
