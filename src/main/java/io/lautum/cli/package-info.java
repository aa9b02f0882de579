/** The command line: one class a command. The only place where the program ends. */
package io.lautum.cli;
