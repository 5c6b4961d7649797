package dev.convbench.machine;

/**
 * The operating system, and what it runs on.
 *
 * @param name for example {@code Debian GNU/Linux 12 (bookworm)}
 * @param kernel version of the kernel
 * @param architecture as the JVM says, for example {@code amd64}
 * @param virtualisation {@code virtual machine}, {@code container}, both joined by a comma, or empty if none is seen
 */
public record OperatingSystem(String name, String kernel, String architecture, String virtualisation) {}
