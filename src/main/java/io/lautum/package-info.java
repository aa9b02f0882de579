/**
 * Transfer learning on Apache Spark with Lautum information. Each package below is a room with one
 * purpose; {@code docs/architecture.md} shows them in the order in which data passes through them
 * and says which may use which. This package holds the failures that a person can act on, one
 * exception per exit code.
 */
package io.lautum;
