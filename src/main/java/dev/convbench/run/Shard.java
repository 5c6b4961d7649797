package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run that is to become part of another one.
 *
 * @param name name of its folder
 * @param run what it measured
 * @param iterations the lines of the iterations of its finished forks
 */
public record Shard(String name, Run run, List<ObjectNode> iterations) {
    /** Copies the list. */
    public Shard {
        iterations = List.copyOf(iterations);
    }

    /**
     * Reads a run folder.
     *
     * @throws UnreadableRunException if it is none or damaged
     */
    public static Shard read(Path folder) throws UnreadableRunException {
        Run run = RunReader.read(folder);
        Set<Integer> finished = new HashSet<>();
        run.forks().forEach(fork -> finished.add(fork.fork()));
        Path file = folder.resolve(RunReader.FORKS_FILE);
        List<ObjectNode> iterations = new ArrayList<>();
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                if (!line.isBlank()
                        && Json.mapper().readTree(line) instanceof ObjectNode tree
                        && !Fork.TYPE.equals(tree.path("type").asText())
                        && finished.contains(tree.path("fork").asInt(-1))) {
                    iterations.add(tree);
                }
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + Disk.reason(e), e);
        }
        return new Shard(folder.toAbsolutePath().normalize().getFileName().toString(), run, iterations);
    }
}
