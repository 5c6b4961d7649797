package dev.convbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;

/**
 * The file that the user asks for with JMH's {@code -rf} and {@code -rff}. While the run lasts there is none of that name: an
 * older one stands aside as {@code NAME.old} until a new one is there as a whole.
 */
final class ResultFile {
    private static final String OLD = ".old";

    private final Path path;
    private final Path target;
    private final ResultFormatType type;
    private Path aside;

    private ResultFile(Path path, Path target, ResultFormatType type) {
        this.path = path;
        this.target = target;
        this.type = type;
    }

    /**
     * As the options say.
     *
     * @throws UsageException if it cannot be written
     */
    static ResultFile of(Options options) {
        if (!options.getResult().hasValue() && !options.getResultFormat().hasValue()) {
            return new ResultFile(null, null, ResultFormatType.JSON);
        }
        ResultFormatType type = options.getResultFormat().orElse(Defaults.RESULT_FORMAT);
        String name = options.getResult()
                .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.name().toLowerCase(Locale.ROOT));
        Path path = Path.of(name);
        try {
            // Through a link, so that the file that it leads to is replaced, not the link.
            Path target = Files.exists(path) ? path.toRealPath() : path;
            if (Files.isDirectory(target)) {
                throw new UsageException("cannot write the result file " + path + ": it is a folder");
            }
            Path temporary = Disk.temporary(target);
            if (isReplaceable(target)) {
                Files.deleteIfExists(temporary);
                Files.createFile(temporary);
                Files.delete(temporary);
            }
            return new ResultFile(path, target, type);
        } catch (IOException e) {
            throw new UsageException("cannot write the result file " + path + ": " + Disk.reason(e), e);
        }
    }

    /** Devices and pipes such as /dev/stdout are written, never replaced. */
    private static boolean isReplaceable(Path target) {
        return !Files.exists(target) || Files.isRegularFile(target);
    }

    /** Where it will be, as the user named it; null if none was asked for. */
    Path path() {
        return path;
    }

    /**
     * Sets the result of an earlier run aside, so that it cannot be taken for that of this one, whatever happens.
     *
     * @return where it is now; null if there was none
     */
    Path setAside() throws IOException {
        if (target != null && Files.isRegularFile(target)) {
            aside = target.resolveSibling(target.getFileName() + OLD);
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return aside;
    }

    /** Writes it, if one was asked for; what was set aside goes. */
    synchronized void write(Run run) throws IOException {
        if (target == null) {
            return;
        }
        byte[] content = content(ForkMerger.merge(run));
        if (!isReplaceable(target)) {
            Files.write(target, content, StandardOpenOption.WRITE);
            return;
        }
        Disk.replace(target, file -> write(file, ByteBuffer.wrap(content)));
        if (aside != null) {
            Files.deleteIfExists(aside);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private byte[] content(ArrayNode entries) {
        if (type == ResultFormatType.JSON) {
            return Json.pretty(entries).getBytes(StandardCharsets.UTF_8);
        }
        List<RunResult> results = new ArrayList<>();
        for (JsonNode entry : entries) {
            results.add(RecordedRun.of(entry));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(type, out).writeOut(results);
        }
        return bytes.toByteArray();
    }
}
