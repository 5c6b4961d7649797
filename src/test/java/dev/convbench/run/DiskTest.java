package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old and longer");
        Disk.replace(file, "new");
        assertEquals("new", Files.readString(file));
        assertFalse(Files.exists(Disk.temporary(file)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onAFullDiskTheOldFileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        Files.createSymbolicLink(Disk.temporary(file), Path.of("/dev/full"));
        IOException full = assertThrows(IOException.class, () -> Disk.replace(file, "new"));
        assertEquals("No space left on device", Disk.reason(full));
        assertEquals("old", Files.readString(file));
        assertFalse(Files.exists(Disk.temporary(file)));
    }

    @Test
    void reasonsAreWords() {
        assertEquals("permission denied", Disk.reason(new AccessDeniedException("/x")));
        assertEquals("there is no such file or folder", Disk.reason(new NoSuchFileException("/x")));
        assertEquals("a file is in the way", Disk.reason(new FileAlreadyExistsException("/x")));
        assertEquals("Not a directory", Disk.reason(new FileSystemException("/x", null, "Not a directory")));
        assertEquals("it broke", Disk.reason(new IOException("it broke")));
        assertEquals("IOException", Disk.reason(new IOException()));
    }
}
