package dev.convbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads run folders. */
public final class RunReader {
    /** File with the plan, the machine and the state. */
    public static final String RUN_FILE = "run.json";
    /** File with a line for each iteration and each fork. */
    public static final String FORKS_FILE = "forks.jsonl";

    /** File with JMH's JSON of the whole run. */
    public static final String JMH_FILE = "jmh.json";

    /** Memory for a byte of a file, as a tree of JSON. */
    private static final int BYTES_A_BYTE = 16;

    private RunReader() {}

    /**
     * Reads a run folder. An incomplete last line of {@code forks.jsonl}, which a killed machine may leave, is ignored.
     *
     * @throws UnreadableRunException if it is no run folder, was written by a later version or is damaged
     */
    public static Run read(Path folder) throws UnreadableRunException {
        Path runFile = folder.resolve(RUN_FILE);
        if (!Files.isRegularFile(runFile)) {
            throw new UnreadableRunException(folder + " is not a run folder: it holds no " + RUN_FILE);
        }
        try {
            requireMemory(runFile);
            JsonNode tree = Json.mapper().readTree(Files.readString(runFile));
            int version = tree.path("formatVersion").asInt(-1);
            if (version < 1 || version > RunDocument.FORMAT_VERSION) {
                throw new UnreadableRunException(runFile + " has format version "
                        + tree.path("formatVersion").asText("(none)") + "; this program reads 1 to "
                        + RunDocument.FORMAT_VERSION);
            }
            RunDocument document = DocumentCheck.require(Json.mapper().treeToValue(tree, RunDocument.class), runFile);
            return new Run(document, readForks(folder.resolve(FORKS_FILE), document));
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException(runFile + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static List<Fork> readForks(Path file, RunDocument document) throws IOException, UnreadableRunException {
        List<Fork> forks = new ArrayList<>();
        if (!Files.exists(file)) {
            return forks;
        }
        requireMemory(file);
        // not Files.newBufferedReader: a torn last line may end within a character
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            String line = reader.readLine();
            while (line != null) {
                number++;
                String next = reader.readLine();
                if (!line.isBlank() && (next != null || endsInLineBreak(file))) {
                    addFork(forks, line, number, file, document);
                }
                line = next;
            }
        }
        return forks;
    }

    private static void addFork(List<Fork> forks, String line, int number, Path file, RunDocument document)
            throws UnreadableRunException {
        try {
            JsonNode tree = Json.mapper().readTree(line);
            if (Fork.TYPE.equals(tree.path("type").asText())) {
                forks.add(checked(Json.mapper().treeToValue(tree, Fork.class), document));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnreadableRunException(file + " is damaged in line " + number + ": " + message(e), e);
        }
    }

    private static boolean endsInLineBreak(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    /** Refuses a file that this JVM could not hold. */
    static void requireMemory(Path file) throws IOException, UnreadableRunException {
        long size = Files.size(file);
        long most = Runtime.getRuntime().maxMemory() / BYTES_A_BYTE;
        if (size > most) {
            throw new UnreadableRunException(String.format(
                    Locale.ROOT,
                    "%s is too large: %.0f MiB, and this JVM can hold %.0f MiB; give Java a larger -Xmx",
                    file,
                    size / (double) (1 << 20),
                    most / (double) (1 << 20)));
        }
    }

    private static Fork checked(Fork fork, RunDocument document) {
        if (fork.config() < 0 || fork.config() >= document.configurations().size()) {
            throw new IllegalArgumentException("configuration " + fork.config() + " is not in " + RUN_FILE);
        }
        if (!fork.ok() && fork.message() == null) {
            throw new IllegalArgumentException("the fork has neither a result nor a message why it failed");
        }
        if (fork.ok()) {
            fork.requireUnit();
        }
        return fork;
    }

    private static String message(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }
}
