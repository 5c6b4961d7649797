package dev.convbench.npy;

import dev.convbench.text.Printable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** NumPy's files of several named arrays: zip archives of {@code .npy} files, compressed or not. */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** Names in a message, at most. */
    private static final int LISTED = 20;

    private Npz() {}

    /** Whether a file name is that of such an archive. */
    public static boolean isOne(Path file) {
        return file.getFileName() != null && file.getFileName().toString().endsWith(".npz");
    }

    /**
     * Reads one array. Nothing is unpacked to the disk, and nothing beyond what the array's own header announces is unpacked at all.
     *
     * @param name of the array; null for the only one
     * @throws UnreadableArrayException if the archive or the array cannot be read, or there is no such array; the message lists what
     *     there is
     */
    public static NdArray read(Path file, String name) throws UnreadableArrayException {
        Npy.requireFile(file);
        try (ZipFile archive = new ZipFile(file.toFile())) {
            List<String> names = names(archive);
            if (name == null && names.size() != 1) {
                throw new UnreadableArrayException(
                        file + " holds " + names.size() + " arrays; name one, as in " + file + ":NAME" + listed(names));
            }
            String chosen = name == null ? names.get(0) : name;
            if (!names.contains(chosen)) {
                throw new UnreadableArrayException(
                        file + " holds no array " + Printable.quoted(chosen) + listed(names));
            }
            ZipEntry entry = archive.getEntry(chosen + SUFFIX);
            CRC32 checksum = new CRC32();
            try (InputStream in =
                    new BufferedInputStream(new CheckedInputStream(archive.getInputStream(entry), checksum))) {
                NdArray array =
                        Npy.read(in, entry.getSize(), file + ":" + (name == null ? Printable.quoted(chosen) : name));
                if (checksum.getValue() != entry.getCrc()) {
                    throw new UnreadableArrayException(
                            file + " is damaged: the checksum of " + Printable.quoted(chosen) + " is wrong");
                }
                return array;
            }
        } catch (ZipException e) {
            throw new UnreadableArrayException(file + " is no .npz file, or a damaged one: " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableArrayException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> names(ZipFile archive) {
        return archive.stream()
                .map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(SUFFIX))
                .map(entry -> entry.substring(0, entry.length() - SUFFIX.length()))
                .toList();
    }

    private static String listed(List<String> names) {
        return names.isEmpty()
                ? ""
                : "; it holds "
                        + names.stream().limit(LISTED).map(Printable::quoted).collect(Collectors.joining(", "))
                        + (names.size() > LISTED ? ", …" : "");
    }
}
