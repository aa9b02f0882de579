package io.lautum.data.prepare;

import java.io.Serializable;

/**
 * A fault or the warnings of an image file.
 *
 * @param id position of the file in its subset
 * @param text without the path
 */
record FileFinding(long id, String path, String text) implements Serializable {}
