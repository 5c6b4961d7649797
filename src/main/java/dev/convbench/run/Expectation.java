package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Json;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A benchmark that must be in a run.
 *
 * @param benchmark its name, or the end of it from a dot on
 * @param mode JMH's mode; null for any
 * @param params parameters that it must have; it may have more
 */
public record Expectation(String benchmark, String mode, Map<String, String> params) {
    private static final String COMMENT = "#";

    /** Keeps the order of the parameters. */
    public Expectation {
        params = new LinkedHashMap<>(params);
    }

    /** Whether a configuration is what is expected. */
    boolean fits(Configuration configuration) {
        boolean name = configuration.benchmark().equals(benchmark)
                || configuration.benchmark().endsWith("." + benchmark);
        return name
                && (mode == null || mode.equals(configuration.mode()))
                && configuration.params().entrySet().containsAll(params.entrySet());
    }

    /** As in a message. */
    String describe() {
        return new Configuration(-1, benchmark, mode == null ? "" : mode, params, null)
                .key()
                .strip();
    }

    /**
     * Reads what is expected: the plan of a run folder or of a {@code run.json}, the entries of JMH's JSON, or lines of text,
     * each a benchmark followed by parameters {@code name=value}, with {@code #} before comments.
     *
     * @throws UnreadableRunException if it cannot be read or expects nothing
     */
    public static List<Expectation> read(Path path) throws UnreadableRunException {
        Path file = Files.isDirectory(path) ? path.resolve(RunReader.RUN_FILE) : path;
        List<Expectation> all = new ArrayList<>();
        try {
            String text = Files.readString(file);
            if (text.stripLeading().startsWith("{")) {
                addAll(all, Json.mapper().readTree(text).path("configurations"));
            } else if (text.stripLeading().startsWith("[")) {
                addAll(all, Json.mapper().readTree(text));
            } else {
                text.lines()
                        .map(line -> line.replaceAll(COMMENT + ".*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(line -> all.add(parse(line)));
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + Disk.reason(e), e);
        }
        if (all.isEmpty()) {
            throw new UnreadableRunException(file + " expects no benchmark at all");
        }
        return all;
    }

    private static void addAll(List<Expectation> all, JsonNode entries) {
        for (JsonNode entry : entries) {
            Map<String, String> params = new LinkedHashMap<>();
            entry.path("params")
                    .properties()
                    .forEach(
                            param -> params.put(param.getKey(), param.getValue().asText()));
            all.add(new Expectation(
                    entry.path("benchmark").asText(), entry.path("mode").asText(null), params));
        }
    }

    private static Expectation parse(String line) {
        String[] words = line.split("\\s+");
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw new UsageException("'" + line + "' is not a benchmark followed by parameters name=value");
            }
            params.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Expectation(words[0], null, params);
    }
}
