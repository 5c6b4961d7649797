package dev.convbench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of a target's own, in which nothing may appear but what the target itself puts there. */
final class FuzzFolder {
    private final Path folder;
    private final Set<String> allowed;

    /** A new folder for files of some names. */
    FuzzFolder(String... names) {
        allowed = Set.of(names);
        try {
            Path outer = Files.createTempDirectory("convbench-fuzz");
            folder = Files.createDirectory(outer.resolve("inner"));
            outer.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            for (String name : names) {
                folder.resolve(name).toFile().deleteOnExit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return folder;
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks what is in the folder and beside it.
     *
     * @throws AssertionError if there is what no target put there
     */
    void requireNothingElse() {
        Set<String> found = new TreeSet<>(list(folder));
        found.removeAll(allowed);
        Set<String> beside = list(folder.getParent());
        if (!found.isEmpty() || beside.size() != 1) {
            throw new AssertionError("a reader wrote " + found + " into the folder or beside it: " + beside);
        }
    }

    private static Set<String> list(Path where) {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
