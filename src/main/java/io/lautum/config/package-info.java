/**
 * In: an experiment file and command-line overrides. Out: immutable records, one a stage, checked
 * once on the driver.
 */
package io.lautum.config;
