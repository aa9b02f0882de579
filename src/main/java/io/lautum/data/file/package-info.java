/**
 * Files, folders and archives on any Hadoop file system, as streams of entries. Paths that lead out
 * of their folder or archive, and contents larger than their file can hold, are rejected.
 */
package io.lautum.data.file;
