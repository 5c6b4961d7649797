/**
 * Targets of coverage-guided fuzzing, one a reader of files that may come from anybody: {@code scripts/fuzz} lets Jazzer drive them, and
 * {@code FuzzCorpusTest} runs what it kept. A target writes its input to a file, has it read and, where it can be read, used as a command
 * would; it lets through only what the reader says that it throws, which commands print as one sentence.
 */
package dev.convbench.fuzz;
