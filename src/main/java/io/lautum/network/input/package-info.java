/**
 * The images of a step as bytes and the changes to them, described by numbers. In: bytes and
 * descriptions. Out: floats, which the host computes here, and engines with devices compute there
 * with the same bits.
 */
package io.lautum.network.input;
