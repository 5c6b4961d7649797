package dev.convbench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there as a whole or not at all, and what to say when one cannot be written. */
public final class Disk {
    private static final String TEMPORARY = ".tmp";

    private Disk() {}

    /** Writes a part of a file. */
    interface Content {
        /** Writes everything. */
        void to(FileChannel file) throws IOException;
    }

    /** The file under which {@link #replace} prepares another one. */
    static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + TEMPORARY);
    }

    /**
     * Replaces a file by a new one with this text, forced to disk first: whoever reads it, and whenever the machine stops,
     * finds the old content or the new one. On failure the old one stays.
     */
    public static void replace(Path target, String text) throws IOException {
        replace(target, file -> write(file, text));
    }

    /** As above, for content that is not a text. */
    static void replace(Path target, Content content) throws IOException {
        Path temporary = temporary(target);
        try {
            try (FileChannel file = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                content.to(file);
                file.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** Writes a text at the position of the file. */
    static void write(FileChannel file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Puts the names in a folder on disk, where the system has a way to do that. */
    private static void forceFolder(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows and some network folders have no way; the content of the files is on disk all the same.
            return;
        }
    }

    /** Why something failed, as a phrase without the name of the file. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        String text = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }
}
