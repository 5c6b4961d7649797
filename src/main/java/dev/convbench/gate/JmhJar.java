package dev.convbench.gate;

import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhReader;
import dev.convbench.run.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any jar with JMH benchmarks, through JMH's own main class, whatever main class the jar has. */
final class JmhJar {
    private static final Pattern PARAM = Pattern.compile("\\s+param \"(.*?)\" = \\{(.*)}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\w$.]*");
    private static final long LIST_SECONDS = 120;
    private static final long FORK_SECONDS = 1800;

    private final Target target;
    private final ChildProcess child;

    JmhJar(Target target, ChildProcess child) {
        this.target = target;
        this.child = child;
    }

    /** The benchmarks that JMH's arguments select, with each combination of parameters. */
    List<Unit> list(List<String> arguments) throws IOException, RunFailedException {
        List<String> command = command();
        command.add("-lp");
        command.addAll(arguments);
        ChildProcess.Ended ended = child.run(null, command, LIST_SECONDS);
        if (ended.code() != 0) {
            throw new RunFailedException(
                    "JMH cannot list the benchmarks of " + target.jar() + ": " + ended.lastWords());
        }
        Map<String, Map<String, List<String>>> found = new LinkedHashMap<>();
        String current = null;
        for (String line : ended.out().lines().toList()) {
            Matcher param = PARAM.matcher(line);
            if (param.matches() && current != null) {
                found.get(current).put(param.group(1), List.of(param.group(2).split(", ", -1)));
            } else if (NAME.matcher(line).matches()) {
                current = line;
                found.put(current, new LinkedHashMap<>());
            }
        }
        List<Unit> units = new ArrayList<>();
        found.forEach((name, params) -> combine(params).forEach(combination -> units.add(new Unit(name, combination))));
        return units;
    }

    private static List<List<String>> combine(Map<String, List<String>> params) {
        List<List<String>> combinations = List.of(List.of());
        for (Map.Entry<String, List<String>> param : params.entrySet()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> combination : combinations) {
                for (String value : param.getValue()) {
                    List<String> more = new ArrayList<>(combination);
                    more.add(param.getKey() + "=" + value);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    /**
     * Runs one fork.
     *
     * @param scratch folder for JMH's file and for what the benchmark leaves behind
     * @throws RunFailedException if it gave no result; the reason
     */
    JmhEntry fork(Unit unit, List<String> arguments, Path scratch) throws IOException, RunFailedException {
        Path result = scratch.resolve("result.json");
        Files.deleteIfExists(result);
        List<String> command = command();
        command.add("^" + Pattern.quote(unit.benchmark()) + "$");
        unit.params().forEach(param -> command.addAll(List.of("-p", param)));
        command.addAll(arguments);
        if (!target.jvmArgs().isEmpty()) {
            command.addAll(List.of("-jvmArgsAppend", String.join(" ", target.jvmArgs())));
        }
        command.addAll(List.of("-f", "1", "-foe", "true", "-prof", "gc", "-rf", "json", "-rff", result.toString()));
        ChildProcess.Ended ended = child.run(scratch, command, FORK_SECONDS);
        if (ended.code() != 0 || !Files.exists(result)) {
            throw new RunFailedException(reason(ended));
        }
        try {
            List<JmhEntry> entries = JmhReader.read(result);
            if (entries.size() != 1) {
                throw new RunFailedException("JMH gave " + entries.size() + " results instead of one");
            }
            return entries.get(0);
        } catch (UnreadableRunException e) {
            throw new RunFailedException("the result is damaged: " + e.getMessage());
        }
    }

    private static String reason(ChildProcess.Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> line.matches("\\S*(Exception|Error)\\b.*"))
                .findFirst()
                .orElse(ended.lastWords());
    }

    private List<String> command() {
        return new ArrayList<>(List.of(
                target.java(), "-Djmh.ignoreLock=true", "-Xmx256m", "-cp", target.jar(), "org.openjdk.jmh.Main"));
    }
}
