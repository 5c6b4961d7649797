package dev.convbench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's part of the command line: which benchmarks, with which parameters, how often. */
public final class Selection {
    private final CommandLineOptions options;
    private final Map<String, List<String>> params;

    private Selection(CommandLineOptions options, Map<String, List<String>> params) {
        this.options = options;
        this.params = params;
    }

    /**
     * Reads JMH's options.
     *
     * @throws UsageException with JMH's complaint
     */
    public static Selection parse(List<String> arguments) {
        try {
            CommandLineOptions options = new CommandLineOptions(arguments.toArray(String[]::new));
            return new Selection(options, params(arguments, options));
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage() + "; run -h lists JMH's options, run --help ours", e);
        }
    }

    /**
     * Values by parameter. JMH's parser does not tell which parameters were given, so their names are read from the
     * arguments; the values are the parser's, in the order given.
     */
    private static Map<String, List<String>> params(List<String> arguments, Options options) {
        Map<String, List<String>> params = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String text = null;
            if ((argument.equals("-p") || argument.equals("--p")) && i + 1 < arguments.size()) {
                text = arguments.get(++i);
            } else if (argument.startsWith("-p=") || argument.startsWith("--p=")) {
                text = argument.substring(argument.indexOf('=') + 1);
            }
            if (text == null || !text.contains("=")) {
                continue;
            }
            String name = text.substring(0, text.indexOf('='));
            if (options.getParameter(name).hasValue()) {
                Set<String> values = new LinkedHashSet<>(params.getOrDefault(name, List.of()));
                values.addAll(List.of(text.substring(name.length() + 1).split(",")));
                params.put(name, List.copyOf(values));
            }
        }
        return params;
    }

    /** All options, as JMH reads them. */
    public CommandLineOptions options() {
        return options;
    }

    /** Values by parameter, as given. */
    Map<String, List<String>> params() {
        return params;
    }

    /** Whether benchmarks or parameters were chosen, or how often and how long: anything that the preset decides itself. */
    boolean isExplicit() {
        return selects() || counts();
    }

    /** Whether benchmarks or parameters were chosen. */
    boolean selects() {
        return !options.getIncludes().isEmpty()
                || !options.getExcludes().isEmpty()
                || !params.isEmpty()
                || !options.getBenchModes().isEmpty();
    }

    /** Whether it was said how often, how long or with how many threads. */
    boolean counts() {
        return options.getForkCount().hasValue()
                || options.getWarmupForkCount().hasValue()
                || options.getWarmupIterations().hasValue()
                || options.getWarmupTime().hasValue()
                || options.getWarmupBatchSize().hasValue()
                || options.getWarmupMode().hasValue()
                || !options.getWarmupIncludes().isEmpty()
                || options.getMeasurementIterations().hasValue()
                || options.getMeasurementTime().hasValue()
                || options.getMeasurementBatchSize().hasValue()
                || options.getThreads().hasValue()
                || options.getThreadGroups().hasValue();
    }

    /** Whether no benchmark was named, so that those of the preset run. */
    boolean isPreset() {
        return options.getIncludes().isEmpty();
    }

    /**
     * The benchmarks that match; those of the preset if none was named.
     *
     * @throws UsageException if none does, or a regular expression is wrong
     */
    List<BenchmarkListEntry> benchmarks() {
        if (isPreset()) {
            return find(List.of(), options.getExcludes()).stream()
                    .filter(entry -> Operation.of(entry.getUsername())
                            .filter(Operation::isPreset)
                            .isPresent())
                    .toList();
        }
        List<BenchmarkListEntry> found = find(options.getIncludes(), options.getExcludes());
        if (found.isEmpty()) {
            List<String> all = new ArrayList<>();
            find(List.of(), List.of()).forEach(entry -> all.add(entry.getUsername()));
            throw new UsageException("no benchmark matches '" + String.join("', '", options.getIncludes()) + "'"
                    + (options.getExcludes().isEmpty()
                            ? ""
                            : " without '" + String.join("', '", options.getExcludes()) + "'")
                    + "; there are " + String.join(", ", all));
        }
        return found;
    }

    private static List<BenchmarkListEntry> find(List<String> includes, List<String> excludes) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        try {
            Collection<BenchmarkListEntry> found = BenchmarkList.defaultList().find(silent, includes, excludes);
            return List.copyOf(found);
        } catch (PatternSyntaxException e) {
            throw new UsageException("'" + e.getPattern() + "' is not a regular expression: " + e.getDescription(), e);
        }
    }
}
