/**
 * The self-test of engines: small networks and formulas in double precision that an engine's
 * results are compared with, and times of training steps. Input: an engine and a precision. Output:
 * one {@link io.lautum.network.engine.check.Finding} per check.
 */
package io.lautum.network.engine.check;
