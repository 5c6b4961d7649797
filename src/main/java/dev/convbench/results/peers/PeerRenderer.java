package dev.convbench.results.peers;

import dev.convbench.results.Numbers;
import dev.convbench.results.Run;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.TextTable;
import dev.convbench.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what stands beside each other, as text or Markdown. */
public final class PeerRenderer {
    private final TableRenderer.Format format;
    private final StringBuilder out = new StringBuilder();

    private PeerRenderer(TableRenderer.Format format) {
        this.format = format;
    }

    /** The tables of a run with peers; empty without. */
    public static String sideBySide(Run run, TableRenderer.Format format) {
        List<SideBySide> tables = SideBySide.of(run);
        if (tables.isEmpty()) {
            return "";
        }
        PeerRenderer renderer = new PeerRenderer(format);
        renderer.heading("Ours beside the peers");
        renderer.line(
                "How many times as fast our best strategy is as each peer, with its 95 % interval where there are several"
                        + " forks; below 1 the peer is faster. What ends in -blocked keeps a layout of its own and is nobody's best"
                        + " peer.");
        renderer.libraries(run);
        tables.forEach(renderer::table);
        return Printable.lines(renderer.out.toString());
    }

    /** The totals of networks; empty without. */
    public static String networks(List<NetworkTotals> totals, TableRenderer.Format format) {
        PeerRenderer renderer = new PeerRenderer(format);
        totals.forEach(renderer::totals);
        return Printable.lines(renderer.out.toString());
    }

    private void heading(String title) {
        out.append(format == TableRenderer.Format.TEXT ? title : "### " + title).append("\n\n");
    }

    private void line(String text) {
        out.append(text).append("\n\n");
    }

    private void libraries(Run run) {
        List<String> words = new ArrayList<>();
        run.document().libraries().forEach((strategy, library) -> words.add(strategy + ": " + library));
        line("Peers: " + String.join("; ", words) + ".");
    }

    private void table(SideBySide table) {
        line(title(table.operation(), table.precision(), table.workers()));
        List<String> header = new ArrayList<>(List.of("shape", "ours", "ms/op", "best peer"));
        header.addAll(table.peers());
        TextTable cells = TextTable.ofFigures(header);
        for (SideBySide.Row row : table.rows()) {
            List<String> line = new ArrayList<>(List.of(
                    row.shape(),
                    row.ours(),
                    Numbers.significant(row.rate().reciprocal(1e3).value()),
                    row.bestPeer().map(Map.Entry::getKey).orElse("")));
            for (String peer : table.peers()) {
                line.add(text(row.ratios().get(peer)));
            }
            cells.add(line);
        }
        append(cells);
    }

    private static String title(String operation, String precision, int workers) {
        return operation + ", " + precision + ", " + (workers == 1 ? "1 worker" : workers + " workers");
    }

    private static String text(Ratio ratio) {
        if (ratio == null) {
            return "";
        }
        String value = two(ratio.value());
        return Double.isNaN(ratio.low()) ? value : value + " (" + two(ratio.low()) + "-" + two(ratio.high()) + ")";
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void append(TextTable cells) {
        out.append(format == TableRenderer.Format.TEXT ? cells.text() : cells.markdown())
                .append('\n');
    }

    private void totals(NetworkTotals network) {
        line(network.network() + ", " + network.layers() + " convolutions, "
                + title(network.operation(), network.precision(), network.workers()));
        double best = network.totals().stream()
                .filter(total -> total.strategy().equals(NetworkTotals.BEST_OF_OURS))
                .mapToDouble(NetworkTotals.Total::milliseconds)
                .findFirst()
                .orElse(Double.NaN);
        TextTable cells =
                TextTable.ofFigures(List.of("strategy", "ms an image", "95 %", "times ours", "layers missing"));
        for (NetworkTotals.Total total : network.totals()) {
            cells.add(List.of(
                    total.strategy(),
                    Numbers.significant(total.milliseconds()),
                    Double.isNaN(total.half()) ? "" : "± " + Numbers.significant(total.half()),
                    Double.isNaN(total.milliseconds() / best) ? "" : two(total.milliseconds() / best),
                    total.missing() == 0 ? "" : Integer.toString(total.missing())));
        }
        append(cells);
    }
}
