package dev.convbench.results.compare.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Json;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.Origin;
import dev.convbench.results.compare.Side;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Interval;
import dev.convbench.results.stats.Judgement;
import dev.convbench.results.stats.Outcome;
import dev.convbench.results.stats.Power;
import java.util.List;
import java.util.Locale;

/** A comparison as JSON for other programs. Ratios are of the time an operation; what is unknown is null. */
public final class JsonRenderer {
    /** Rises when a field changes its meaning or goes; new fields may come at any time. */
    public static final int FORMAT_VERSION = 1;

    private JsonRenderer() {}

    /** Writes a comparison. */
    public static String render(Comparison comparison) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("format", "convbench-comparison").put("formatVersion", FORMAT_VERSION);
        root.put("alpha", comparison.options().rule().alpha());
        root.put("minEffect", comparison.options().rule().minEffect());
        root.put("tested", comparison.tested());
        texts(root.putArray("columnDimensions"), comparison.options().columns());
        texts(root.putArray("rowDimensions"), comparison.rowDimensions());
        texts(root.putArray("columns"), comparison.columns());
        root.put("baseline", comparison.baseline());
        ObjectNode summary = root.putObject("summary");
        for (Outcome outcome : Outcome.values()) {
            summary.put(word(outcome), comparison.with(outcome).size());
        }
        for (Unpaired.State state : Unpaired.State.values()) {
            summary.put(word(state), comparison.with(state).size());
        }
        summary.put("failed_forks", comparison.failedForks());
        ArrayNode origins = root.putArray("origins");
        comparison.origins().forEach(origin -> origin(origins.addObject(), origin));
        ArrayNode tolerated = root.putArray("tolerated");
        comparison.tolerated().forEach(mismatch -> mismatch(tolerated.addObject(), mismatch));
        texts(root.putArray("notes"), comparison.notes());
        ArrayNode lines = root.putArray("lines");
        comparison.lines().forEach(line -> line(lines.addObject(), line));
        ArrayNode unpaired = root.putArray("unpaired");
        comparison.unpaired().forEach(row -> unpaired(unpaired.addObject(), row));
        return Json.pretty(root);
    }

    private static void origin(ObjectNode node, Origin origin) {
        node.put("label", origin.label()).put("path", origin.path()).put("kind", word(origin.kind()));
        node.put("cpu", origin.cpu()).put("machine", origin.machine());
        texts(node.putArray("remarks"), origin.remarks());
    }

    private static void mismatch(ObjectNode node, Mismatch mismatch) {
        node.put("kind", mismatch.kind().text()).put("text", mismatch.text()).put("rows", mismatch.rows());
    }

    private static void line(ObjectNode node, Line line) {
        ObjectNode row = node.putObject("row");
        line.row().forEach(row::put);
        node.put("column", line.column()).put("metric", line.metric()).put("kind", word(line.kind()));
        node.put("outcome", line.outcome() == null ? null : word(line.outcome()));
        side(node.putObject("base"), line.base());
        side(node.putObject("candidate"), line.candidate());
        Effect effect = line.effect();
        number(node, "ratio", effect == null ? Double.NaN : effect.ratio());
        Judgement judgement = line.judgement();
        if (judgement != null) {
            node.put("reason", word(judgement.reason()));
            number(node, "standardError", effect.hasInterval() ? effect.standardError() : Double.NaN);
            Interval interval = judgement.interval();
            number(node, "intervalLow", interval.isKnown() ? Math.exp(interval.low()) : Double.NaN);
            number(node, "intervalHigh", interval.isKnown() ? Math.exp(interval.high()) : Double.NaN);
            number(node, "adjustedP", judgement.adjustedP());
            number(node, "smallestEffect", Math.expm1(judgement.smallestEffect()));
            number(node, "settlingEffect", Math.expm1(judgement.settlingEffect()));
            int missing = judgement.missingForks();
            number(node, "missingForks", missing == Power.TOO_MANY || missing == Power.UNKNOWN ? Double.NaN : missing);
        }
        texts(node.putArray("notes"), line.notes());
    }

    private static void side(ObjectNode node, Side side) {
        number(node, "value", side.value());
        node.put("unit", side.unit()).put("unusableForks", side.unusable());
        ArrayNode forks = node.putArray("forks");
        side.forks().forEach(fork -> forks.add(fork));
    }

    private static void unpaired(ObjectNode node, Unpaired unpaired) {
        ObjectNode row = node.putObject("row");
        unpaired.row().forEach(row::put);
        node.put("column", unpaired.column()).put("state", word(unpaired.state()));
        node.put("message", unpaired.message());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static void texts(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }

    /** The names of constants as they stand in the file. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
