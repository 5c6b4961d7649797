package dev.convbench.fuzz;

import dev.convbench.report.ReportPage;
import dev.convbench.report.Subject;
import dev.convbench.results.Bars;
import dev.convbench.results.JmhFile;
import dev.convbench.results.RunReport;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.Options;
import dev.convbench.results.compare.UnsuitableOptionException;
import dev.convbench.results.compare.format.TextRenderer;
import java.nio.file.Path;
import java.util.List;

/** What commands make of a run: {@code show}, {@code report} and {@code compare} with itself. */
final class RunUse {
    private static final int WIDTH = 100;

    private RunUse() {}

    static void use(Path path) {
        try {
            RunReport report = RunReport.of(JmhFile.readRunOrFile(path));
            requirePrintable(TableRenderer.render(report, TableRenderer.Format.TEXT, Bars.BLOCKS));
            TableRenderer.render(report, TableRenderer.Format.MD, Bars.NONE);
            new ReportPage(List.of(new Subject("run", report)), null, null).html();
            Comparison comparison = Comparer.compare(List.of(Input.read(path), Input.read(path)), Options.DEFAULT);
            requirePrintable(TextRenderer.render(comparison, WIDTH, false));
        } catch (UnreadableRunException | NotComparableException | UnsuitableOptionException e) {
            Sentence.require(e);
        }
    }

    private static void requirePrintable(String table) {
        if (!Sentence.isPrintable(table.replace("\n", ""))) {
            throw new AssertionError("a terminal would obey what stands in it: " + table);
        }
    }
}
