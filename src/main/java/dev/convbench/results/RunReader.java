package dev.convbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads run folders. */
public final class RunReader {
    /** File with the plan, the machine and the state. */
    public static final String RUN_FILE = "run.json";
    /** File with a line for each iteration and each fork. */
    public static final String FORKS_FILE = "forks.jsonl";

    /** File with JMH's JSON of the whole run. */
    public static final String JMH_FILE = "jmh.json";

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
            JsonNode tree = Json.mapper().readTree(Files.readString(runFile));
            int version = tree.path("formatVersion").asInt(-1);
            if (version < 1 || version > RunDocument.FORMAT_VERSION) {
                throw new UnreadableRunException(runFile + " has format version "
                        + tree.path("formatVersion").asText("(none)") + "; this program reads 1 to "
                        + RunDocument.FORMAT_VERSION);
            }
            RunDocument document = Json.mapper().treeToValue(tree, RunDocument.class);
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
        String text = Files.readString(file);
        int complete = text.lastIndexOf('\n') + 1;
        int number = 0;
        for (String line : text.substring(0, complete).split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode tree = Json.mapper().readTree(line);
                if (Fork.TYPE.equals(tree.path("type").asText())) {
                    forks.add(checked(Json.mapper().treeToValue(tree, Fork.class), document));
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new UnreadableRunException(file + " is damaged in line " + number + ": " + message(e), e);
            }
        }
        return forks;
    }

    private static Fork checked(Fork fork, RunDocument document) {
        if (fork.config() < 0 || fork.config() >= document.configurations().size()) {
            throw new IllegalArgumentException("configuration " + fork.config() + " is not in " + RUN_FILE);
        }
        return fork;
    }

    private static String message(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }
}
