package dev.convbench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How much a library adds to a program: the jars beside this one. */
final class PeerJars {
    private static final double MEGABYTE = 1e6;

    private PeerJars() {}

    /** The size of the jars whose names begin so, in {@code peers-lib}; a dash where there is no such folder. */
    static String megabytes(List<String> beginnings) {
        Path jar = Path.of(System.getProperty("java.class.path"));
        Path folder = jar.resolveSibling("peers-lib");
        if (!Files.isDirectory(folder)) {
            return "-";
        }
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (beginnings.stream().anyMatch(name::startsWith)) {
                    bytes += Files.size(file);
                }
            }
            return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }
}
