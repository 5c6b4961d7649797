package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code forks.jsonl} while it is written: lines that are forced to disk one by one by the only program that holds the
 * file. A line that could not be written as a whole is taken back, and nothing is added after it.
 */
public final class LineLog implements AutoCloseable {
    private final FileChannel file;
    private long end;
    private IOException broken;

    private LineLog(FileChannel file) throws IOException {
        this.file = file;
        this.end = file.size();
        file.position(end);
    }

    /**
     * What was found in the file of a run that had stopped.
     *
     * @param dropped bytes of an incomplete last line, which are gone now
     * @param nextFork a number that no fork has had yet
     * @param unfinished forks with iterations that never finished
     */
    public record Found(long dropped, int nextFork, int unfinished) {}

    /** A new file. */
    public static LineLog create(Path path) throws IOException {
        return locked(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Goes on with a file, which need not exist.
     *
     * @throws UsageException if another program is writing it
     */
    public static LineLog open(Path path) throws IOException {
        return locked(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Cuts off a last line that is not whole, as a killed program or a full disk leaves it.
     *
     * @throws UsageException if another program is writing the file
     */
    public static Found recover(Path path) throws IOException {
        try (LineLog log = locked(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(log.end));
            for (int read = 0; read >= 0 && content.hasRemaining(); ) {
                read = log.file.read(content, content.position());
            }
            byte[] bytes = Arrays.copyOf(content.array(), content.position());
            int whole = whole(bytes);
            if (whole < bytes.length) {
                log.file.truncate(whole);
                log.file.force(true);
            }
            String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
            return found(bytes.length - whole, text);
        }
    }

    private static LineLog locked(Path path, OpenOption... options) throws IOException {
        FileChannel file = FileChannel.open(path, Set.of(options));
        try {
            if (!lock(file)) {
                throw new UsageException(path.toAbsolutePath().getParent() + " belongs to a run that is under way");
            }
            return new LineLog(file);
        } catch (IOException | UsageException e) {
            file.close();
            throw e;
        }
    }

    /** Locks a byte that no content reaches, so that readers are free on every system. */
    private static boolean lock(FileChannel file) {
        try {
            FileLock lock = file.tryLock(Long.MAX_VALUE - 1, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // Some network folders know no locks; the run goes on without.
            return true;
        }
    }

    /** Length of the content without a last line that has no end or is no JSON. */
    private static int whole(byte[] bytes) {
        int end = lineStart(bytes, bytes.length);
        int start = lineStart(bytes, Math.max(0, end - 1));
        String last = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        try {
            return last.isBlank() || Json.mapper().readTree(last).isObject() ? end : start;
        } catch (JsonProcessingException e) {
            return start;
        }
    }

    /** Index after the last line break before a position. */
    private static int lineStart(byte[] bytes, int position) {
        int start = position;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static Found found(long dropped, String text) {
        Set<Integer> begun = new HashSet<>();
        Set<Integer> finished = new HashSet<>();
        int last = -1;
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode tree = tree(line);
            int fork = tree.path("fork").asInt(-1);
            last = Math.max(last, fork);
            (Fork.TYPE.equals(tree.path("type").asText()) ? finished : begun).add(fork);
        }
        begun.removeAll(finished);
        return new Found(dropped, last + 1, begun.size());
    }

    /** A damaged line counts as one without a fork: whoever reads the run says where it is. */
    private static JsonNode tree(String line) {
        try {
            return Json.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            return Json.mapper().missingNode();
        }
    }

    /** Adds a line and forces it to disk. */
    public void append(String line) throws IOException {
        if (broken != null) {
            throw broken;
        }
        try {
            Disk.write(file, line + "\n");
            file.force(false);
            end = file.position();
        } catch (IOException e) {
            broken = e;
            takeBack(e);
            throw e;
        }
    }

    private void takeBack(IOException cause) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
