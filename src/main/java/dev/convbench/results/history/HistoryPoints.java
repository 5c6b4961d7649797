package dev.convbench.results.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import java.util.ArrayList;
import java.util.List;

/** Makes points of history from a run. */
public final class HistoryPoints {
    private HistoryPoints() {}

    /**
     * What a run or a file of JMH does not say by itself.
     *
     * @param machineClass kind of the machine; null for what the run says
     * @param commit what was measured; null for what the run says
     * @param date when, ISO 8601; null for what the run says
     */
    public record Said(String machineClass, String commit, String date) {}

    /** A point a benchmark that gave a result; machine class and date are null if neither the run nor the user said them. */
    public static List<HistoryPoint> of(Run run, Said said) {
        RunDocument document = run.document();
        String date = said.date() == null ? document.started() : said.date();
        String machine = said.machineClass() == null ? machineClass(document) : said.machineClass();
        String commit = said.commit() == null ? document.commit() : said.commit();
        String jdk = document.jvm() == null ? null : document.jvm().version();
        List<HistoryPoint> points = new ArrayList<>();
        for (Configuration configuration : document.configurations()) {
            Estimate rate = run.rate(configuration);
            if (rate.exists()) {
                points.add(new HistoryPoint(
                        date + " " + document.seed(),
                        date,
                        commit,
                        machine,
                        jdk,
                        document.vectorBits(),
                        configuration.benchmark(),
                        configuration.mode(),
                        configuration.params(),
                        rate.value(),
                        rate.hasInterval() ? rate.low() : null,
                        rate.hasInterval() ? rate.high() : null,
                        rate.forks()));
            }
        }
        return points;
    }

    private static String machineClass(RunDocument document) {
        JsonNode machine = document.machine();
        return machine == null ? null : machine.path("machineClass").asText(null);
    }
}
