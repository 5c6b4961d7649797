package dev.convbench.gate;

import java.util.List;

/**
 * One of two sides: what runs the forks.
 *
 * @param label for people
 * @param java the program
 * @param jar a jar with JMH benchmarks
 * @param jarSha256 of its content
 * @param jvmArgs more flags of its forks
 */
public record Target(String label, String java, String jar, String jarSha256, List<String> jvmArgs) {}
