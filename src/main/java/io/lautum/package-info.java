/**
 * Transfer learning on Apache Spark with Lautum information. Each package below has one purpose;
 * {@code docs/architecture.md} shows them in the order in which data passes through them and states
 * which may use which. This package holds the failures that a user can act on, one exception per
 * exit code, and the formatting of text.
 */
package io.lautum;
