package dev.convbench.results.compare;

import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Judge;
import dev.convbench.results.stats.Judgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares inputs. */
public final class Comparer {
    private final Projection projection;
    private final Options options;
    private final List<Line> lines = new ArrayList<>();
    private final List<Unpaired> unpaired = new ArrayList<>();
    private int failedForks;

    private Comparer(Projection projection, Options options) {
        this.projection = projection;
        this.options = options;
    }

    /**
     * Compares.
     *
     * @throws NotComparableException if the inputs are too unlike, or have nothing in common
     * @throws UnsuitableOptionException if the options do not fit what the inputs hold; the message is for the user
     */
    public static Comparison compare(List<Input> inputs, Options options) throws NotComparableException {
        List<Input> labelled = labelled(inputs);
        List<Measurement> all = labelled.stream()
                .flatMap(input -> input.measurements().stream())
                .toList();
        List<Measurement> measurements = Filter.apply(options.filters(), all);
        Projection projection = Projection.of(measurements, options);
        if (projection.columns().size() < 2) {
            throw new UnsuitableOptionException("there is nothing to compare with: "
                    + String.join(", ", options.columns())
                    + (projection.columns().isEmpty()
                            ? " has no value"
                            : " is always '" + projection.columns().get(0) + "'"));
        }
        List<Mismatch> mismatches = Mismatches.of(projection, options);
        List<Mismatch> refused = mismatches.stream()
                .filter(mismatch -> !options.allowed().contains(mismatch.kind()))
                .toList();
        if (!refused.isEmpty()) {
            throw new NotComparableException(refused);
        }
        Comparer comparer = new Comparer(projection, options);
        projection.rows().forEach(comparer::row);
        if (comparer.lines.isEmpty() && !comparer.hasFailure()) {
            if (!options.isAboutVersions()) {
                throw new UnsuitableOptionException("no row has more than one value of "
                        + String.join(", ", options.columns()) + ": rows differ in "
                        + String.join(", ", projection.rowDimensions()) + "; --row names the ones that matter");
            }
            throw new NotComparableException("not comparable: no row has a result in '"
                    + projection.columns().get(0) + "' and in another column");
        }
        return new Comparison(
                options,
                labelled.stream().map(Input::origin).toList(),
                projection.rowDimensions(),
                projection.columns(),
                comparer.judged(),
                comparer.unpaired,
                comparer.failedForks,
                mismatches,
                comparer.notes());
    }

    /** Labels that tell the inputs apart: the name of the file or folder, or where that is not enough the whole path. */
    private static List<Input> labelled(List<Input> inputs) {
        Map<String, Long> count = inputs.stream()
                .collect(Collectors.groupingBy(input -> input.origin().label(), HashMap::new, Collectors.counting()));
        Set<String> taken = new LinkedHashSet<>();
        List<Input> labelled = new ArrayList<>();
        for (Input input : inputs) {
            String name = input.origin().label();
            String label = count.get(name) == 1 ? name : input.origin().path();
            for (int i = 2; !taken.add(label); i++) {
                label = input.origin().path() + " (" + i + ")";
            }
            Origin origin = input.origin().labelled(label);
            labelled.add(new Input(
                    origin,
                    input.measurements().stream()
                            .map(measurement -> measurement.from(origin))
                            .toList()));
        }
        return labelled;
    }

    private boolean hasFailure() {
        return unpaired.stream().anyMatch(row -> row.state() == Unpaired.State.FAILED);
    }

    private void row(Projection.Row row) {
        String baseline = projection.columns().get(0);
        List<Measurement> base = row.cells().getOrDefault(baseline, List.of());
        for (String column :
                projection.columns().subList(1, projection.columns().size())) {
            pair(row.name(), column, base, row.cells().getOrDefault(column, List.of()));
        }
    }

    private void pair(Map<String, String> name, String column, List<Measurement> base, List<Measurement> candidate) {
        failedForks += candidate.stream().mapToInt(Measurement::failedForks).sum();
        List<Measurement> before = measured(base);
        List<Measurement> after = measured(candidate);
        if (!before.isEmpty() && !after.isEmpty()) {
            lines.addAll(new LineBuilder(name, column, options).lines(before, after));
            return;
        }
        if (!candidate.isEmpty() && after.isEmpty()) {
            unpaired.add(new Unpaired(name, column, Unpaired.State.FAILED, failure(candidate)));
        } else if (!before.isEmpty()) {
            unpaired.add(new Unpaired(name, column, Unpaired.State.MISSING, ""));
        } else if (!base.isEmpty()) {
            unpaired.add(new Unpaired(name, column, Unpaired.State.BASELINE_FAILED, failure(base)));
        } else if (!after.isEmpty()) {
            unpaired.add(new Unpaired(name, column, Unpaired.State.ADDED, ""));
        }
    }

    private static List<Measurement> measured(List<Measurement> cell) {
        return cell.stream().filter(Measurement::isMeasured).toList();
    }

    private static String failure(List<Measurement> cell) {
        return cell.stream()
                .map(Measurement::failure)
                .filter(failure -> failure != null)
                .findFirst()
                .orElse("it has no usable score");
    }

    private List<Line> judged() {
        List<Effect> effects = lines.stream()
                .filter(line -> line.kind() == Line.Kind.TESTED)
                .map(Line::effect)
                .toList();
        List<Judgement> judgements = Judge.judge(effects, options.rule());
        List<Line> judged = new ArrayList<>();
        int next = 0;
        for (Line line : lines) {
            judged.add(line.kind() == Line.Kind.TESTED ? line.judged(judgements.get(next++)) : line);
        }
        return judged;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<Measurement> measurements = projection.rows().stream()
                .flatMap(row -> row.cells().values().stream())
                .flatMap(List::stream)
                .toList();
        Set<String> machineless =
                unknown(measurements, measurement -> measurement.origin().cpu() == null);
        if (!machineless.isEmpty()) {
            notes.add("not checked: whether it ran on the same machine, which is not recorded in "
                    + String.join(", ", machineless));
        }
        Set<String> javaless =
                unknown(measurements, measurement -> measurement.jdk() == null || measurement.flags() == null);
        if (!javaless.isEmpty()) {
            notes.add("not checked: JDK and flags, which are not recorded in " + String.join(", ", javaless));
        }
        times(notes);
        if (!projection.left().isEmpty()) {
            notes.add(projection.left().size() + " results have no " + String.join(", ", options.columns())
                    + " and are not part of this comparison: "
                    + projection.left().stream()
                            .map(Measurement::benchmark)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return notes;
    }

    private static Set<String> unknown(List<Measurement> measurements, Predicate<Measurement> isUnknown) {
        return measurements.stream()
                .filter(measurement -> measurement.jvm() != null)
                .filter(isUnknown)
                .map(measurement -> measurement.origin().label())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Other warm-up or measuring times are no reason to refuse, but a reason to say so. */
    private void times(List<String> notes) {
        String baseline = projection.columns().get(0);
        int rows = 0;
        String example = null;
        for (Projection.Row row : projection.rows()) {
            Set<String> times = row.cells().values().stream()
                    .flatMap(List::stream)
                    .map(Comparer::time)
                    .filter(time -> time != null)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (row.cells().containsKey(baseline) && times.size() > 1) {
                rows++;
                example = example == null ? String.join(" against ", times) : example;
            }
        }
        if (rows > 0) {
            notes.add("warm-up or measuring times differ in " + rows + (rows == 1 ? " row" : " rows") + ", for example "
                    + example + ": part of a difference may come from that");
        }
    }

    private static String time(Measurement measurement) {
        var settings = measurement.settings();
        return settings == null || settings.iterations() == 0
                ? null
                : settings.warmupIterations() + " x " + settings.warmupTime() + " + " + settings.iterations() + " x "
                        + settings.time();
    }
}
