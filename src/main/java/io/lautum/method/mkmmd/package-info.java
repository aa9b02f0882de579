/**
 * Training that brings source and target outputs together by their multi-kernel maximum mean
 * discrepancy.
 */
package io.lautum.method.mkmmd;
