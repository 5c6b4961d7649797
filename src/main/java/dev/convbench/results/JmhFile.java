package dev.convbench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes JMH's JSON of any project as a run: what the file does not say, such as the machine, is null. */
public final class JmhFile {
    private static final String PRIMARY = "primaryMetric";
    private static final String RAW = "rawData";
    private static final String HISTOGRAM = "rawDataHistogram";

    private JmhFile() {}

    /** A run folder, or a JMH file. */
    public static Run readRunOrFile(Path path) throws UnreadableRunException {
        if (Files.isDirectory(path)) {
            return RunReader.read(path);
        }
        if (!Files.exists(path)) {
            throw new UnreadableRunException(path + " does not exist");
        }
        return read(path);
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableRunException if it is not JSON of JMH, holds nothing, or has a unit that JMH does not have
     */
    public static Run read(Path file) throws UnreadableRunException {
        List<JmhEntry> entries = JmhReader.read(file);
        if (entries.isEmpty()) {
            throw new UnreadableRunException(file + " holds no results");
        }
        try {
            RunReader.requireMemory(file);
            JsonNode tree = Json.mapper().readTree(Files.readString(file));
            List<Configuration> configurations = new ArrayList<>();
            List<Fork> forks = new ArrayList<>();
            for (int k = 0; k < entries.size(); k++) {
                JmhEntry entry = entries.get(k);
                String name = entry.benchmark().replaceFirst("^.*\\.(?=[^.]+\\.[^.]+$)", "");
                configurations.add(
                        new Configuration(k, entry.benchmark(), entry.mode(), entry.params(), Work.other(name)));
                addForks(forks, k, tree.get(k));
            }
            return new Run(document(entries.get(0), configurations), forks);
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void addForks(List<Fork> forks, int configuration, JsonNode entry) {
        JsonNode metric = entry.path(PRIMARY);
        String raw = metric.has(HISTOGRAM) ? HISTOGRAM : RAW;
        int count = Math.max(1, metric.path(raw).size());
        Units.parse(metric.path("scoreUnit").asText(""));
        for (int fork = 0; fork < count; fork++) {
            ObjectNode result = ((ObjectNode) entry).deepCopy();
            ObjectNode one = (ObjectNode) result.path(PRIMARY);
            ArrayNode rows = one.putArray(raw);
            JsonNode row = metric.path(raw).path(fork);
            if (row.isArray() && !row.isEmpty()) {
                rows.add(row);
            } else {
                rows.addArray().add(metric.path("score"));
            }
            forks.add(new Fork(Fork.TYPE, forks.size(), configuration, 1, null, Fork.OK, null, null, null, -1, result));
        }
    }

    private static RunDocument document(JmhEntry first, List<Configuration> configurations) {
        JmhEntry.Jvm jvm = first.jvm();
        return new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.FINISHED,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                jvm == null
                        ? null
                        : new RunDocument.Jvm(null, jvm.version(), jvm.vmName(), jvm.vmVersion(), jvm.args()),
                null,
                null,
                null,
                List.of(),
                configurations,
                List.of());
    }
}
