/**
 * Python pickles of arrays, lists, strings and dictionaries. Nothing in a file is executed: only
 * the functions that make such values are known.
 */
package io.lautum.data.pickle;
