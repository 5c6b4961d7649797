package dev.convbench.chart;

import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.RunReport;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.Verdict;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.UnsuitableOptionException;
import dev.convbench.results.stats.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pictures of a run folder. */
public final class RunPicture {
    private static final int DATE_LENGTH = 10;

    private RunPicture() {}

    /**
     * The speed of every strategy as bars, a panel an operation and shape. Machine, JDK and date are written into it, and
     * the SHA-256 of the folder's {@code jmh.json} as metadata.
     *
     * @return an SVG document; the same folder always gives the same text
     * @throws UnreadableRunException if it is no run folder, is damaged, has not ended, or holds no speed of a
     *     convolution, pooling or layer
     */
    public static String speed(Path folder) throws UnreadableRunException {
        Run run = RunReader.read(folder);
        RunReport report = RunReport.of(run);
        List<BarPanel> panels = SpeedPanels.of(report);
        if (panels.isEmpty()) {
            throw new UnreadableRunException(
                    folder + " holds no measured convolution, pooling or layer that could be drawn");
        }
        String source = "sha256 of " + RunReader.JMH_FILE + ": " + sha256(folder.resolve(RunReader.JMH_FILE));
        return new BarChart("Speed of the strategies", subtitle(run.document()), warnings(report), source, panels)
                .draw();
    }

    /**
     * Other pictures of a run folder, with machine, JDK, date and hash as {@link #speed} has them.
     *
     * @throws UnreadableRunException if it is no run folder, is damaged or has not ended
     */
    public static RunCharts charts(Path folder) throws UnreadableRunException {
        Run run = RunReader.read(folder);
        RunReport report = RunReport.of(run);
        String source = "sha256 of " + RunReader.JMH_FILE + ": " + sha256(folder.resolve(RunReader.JMH_FILE));
        return new RunCharts(report, new Headline("", subtitle(run.document()), warnings(report), source));
    }

    /**
     * What became slower or faster from one run to another, whatever differs between them. Of run folders, machine, JDK, date and
     * hash are written into it, as {@link #speed} has them.
     *
     * @param baseline a run folder or JSON file of JMH
     * @param candidate another one
     * @return empty if the two have no row in common that could be judged
     * @throws UnreadableRunException if one of them is neither or damaged
     * @throws NotComparableException if they measured in different ways
     * @throws UnsuitableOptionException if they have no row in common
     */
    public static Optional<Picture> ratios(Path baseline, Path candidate)
            throws UnreadableRunException, NotComparableException, UnsuitableOptionException {
        Options options = new Options(
                Rule.DEFAULT, List.of("run"), null, null, List.of(), EnumSet.allOf(Mismatch.Kind.class), List.of());
        List<String> origins = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (Path side : List.of(baseline, candidate)) {
            if (Files.isDirectory(side)) {
                String name = side.getFileName().toString();
                origins.add(name + ": "
                        + String.join("; ", subtitle(RunReader.read(side).document())));
                sources.add("sha256 of " + name + "/" + RunReader.JMH_FILE + ": "
                        + sha256(side.resolve(RunReader.JMH_FILE)));
            }
        }
        Comparison comparison = Comparer.compare(List.of(Input.read(baseline), Input.read(candidate)), options);
        return ComparisonChart.ratios(comparison, origins, String.join(", ", sources));
    }

    /** Machine and JDK, then the date. */
    private static List<String> subtitle(RunDocument document) {
        List<String> lines = new ArrayList<>();
        if (document.machineSummary() != null) {
            lines.add(document.machineSummary());
        } else if (document.jvm() != null) {
            lines.add("JDK " + document.jvm().version() + ", " + document.jvm().vmName());
        }
        if (document.started() != null && document.started().length() >= DATE_LENGTH) {
            lines.add("measured " + document.started().substring(0, DATE_LENGTH));
        }
        return lines;
    }

    private static List<String> warnings(RunReport report) {
        List<String> warnings = new ArrayList<>();
        if (report.verdict().level() == Verdict.Level.NOT_TRUSTED) {
            warnings.add(
                    "Not to be trusted: " + String.join("; ", report.verdict().reasons()) + ".");
        }
        String state = report.run().document().state();
        if (!RunDocument.FINISHED.equals(state)) {
            warnings.add("The run is " + state.toLowerCase(Locale.ROOT) + ": this is what was measured until then.");
        }
        return warnings;
    }

    private static String sha256(Path file) throws UnreadableRunException {
        if (!Files.isRegularFile(file)) {
            throw new UnreadableRunException(file.getParent() + " holds no " + file.getFileName()
                    + ": the run is still under way or was killed");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
