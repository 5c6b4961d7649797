/** The command line: one class a subcommand, each a thin layer over the rooms that do the work. */
package dev.convbench.cli;
