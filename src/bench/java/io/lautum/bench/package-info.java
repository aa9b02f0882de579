/**
 * Benchmarks of the mathematics, by JMH, and of whole training runs, compared with dl4j-spark and
 * PyTorch. Run by the Maven profile {@code bench}; not part of the jar.
 */
package io.lautum.bench;
