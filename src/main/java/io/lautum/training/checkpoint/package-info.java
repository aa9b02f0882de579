/**
 * Files of a training's state, from which an interrupted training continues with the same bits. In:
 * a state. Out: the newest undamaged state of a folder.
 */
package io.lautum.training.checkpoint;
