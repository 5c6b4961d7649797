package dev.convbench.cli;

import dev.convbench.chart.Picture;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Writes a file that the user named: whole, or the one that was there before stays. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Writes text.
     *
     * @throws UsageException if it cannot be written
     */
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a picture: PNG if the name ends in that, else SVG.
     *
     * @throws UsageException if it cannot be written
     */
    static void write(Path file, Picture picture) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            write(file, picture.svg());
            return;
        }
        try {
            write(file, picture.png());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw " + file, e);
        }
    }

    /**
     * Writes bytes.
     *
     * @throws UsageException if it cannot be written
     */
    static void write(Path file, byte[] content) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new UsageException("cannot write " + file + ": it is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("cannot write " + file + ": " + folder + " is not a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a device or a pipe: nothing to replace
            try {
                Files.write(file, content);
                return;
            } catch (IOException e) {
                throw new UsageException("cannot write " + file + ": " + e, e);
            }
        }
        try {
            Path part = folder.resolve(file.getFileName() + ".part");
            try {
                Files.write(part, content);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e, e);
        }
    }
}
