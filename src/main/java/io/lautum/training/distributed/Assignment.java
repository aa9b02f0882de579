package io.lautum.training.distributed;

import java.io.Serializable;

/**
 * What a worker has to do next.
 *
 * @param action what to do
 * @param state state to train a round from; null for other actions
 */
record Assignment(Action action, TrainingState state) implements Serializable {
  static final Assignment WAIT = new Assignment(Action.WAIT, null);
  static final Assignment LEAVE = new Assignment(Action.LEAVE, null);

  /** The kinds of assignments. */
  enum Action {
    /** Train a round from the state and deliver the result. */
    TRAIN,
    /** Ask again soon, because other workers have not finished the round. */
    WAIT,
    /** End the task. */
    LEAVE
  }
}
