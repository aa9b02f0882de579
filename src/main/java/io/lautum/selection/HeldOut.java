package io.lautum.selection;

import java.io.Serializable;

/**
 * What one task of a trial measures on.
 *
 * @param draw number of the labelled draw, from 1
 * @param fold the part of it that is held out, from 0
 */
record HeldOut(int draw, int fold) implements Serializable {}
