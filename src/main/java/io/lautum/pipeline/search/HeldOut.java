package io.lautum.pipeline.search;

import java.io.Serializable;

/**
 * The part of a draw that one task of a trial measures on.
 *
 * @param draw number of the labelled draw, from 1
 * @param fold number of the held-out part, from 0
 */
record HeldOut(int draw, int fold) implements Serializable {}
