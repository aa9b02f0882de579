/**
 * Scores that tell images of a model's classes from images of no class, and the measures of such a
 * score.
 */
package io.lautum.evaluation.outsiders;
