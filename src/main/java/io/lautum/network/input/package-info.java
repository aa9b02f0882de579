/**
 * The images of a step as bytes and the random changes to them, described by numbers. The host
 * computes floats from the description, or an engine does on its device.
 */
package io.lautum.network.input;
