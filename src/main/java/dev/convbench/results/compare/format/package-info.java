/** Writes a comparison as text, Markdown, JSON, JUnit XML and CSV. */
package dev.convbench.results.compare.format;
