/**
 * What every stage shares about an experiment: its configuration, the folder with markers and a
 * lock, named random streams, how stages run, and results as files hold them.
 */
package io.lautum.experiment;
