/** The command line, one class per command. Only this package ends the program. */
package io.lautum.cli;
