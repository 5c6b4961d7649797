package dev.convbench.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.convbench.bench.InferenceSupport;
import dev.convbench.bench.LayerSupport;
import dev.convbench.machine.Fingerprint;
import dev.convbench.op.Pass;
import dev.convbench.op.Peer;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.results.Json;
import dev.convbench.shapes.Descriptors;
import dev.convbench.simd.PeakKernels;
import dev.convbench.simd.VectorModule;
import dev.convbench.simd.Widths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Answers, in a JVM like those of the forks, what can run there: the host may be a JVM without the Vector API, of another
 * version or with other flags.
 */
public final class Probe {
    private Probe() {}

    /**
     * What the JVM of the forks is and can.
     *
     * @param problems for each question why not; empty for yes
     * @param explanations what strategies that choose among others would take, and why, one line a question that may run
     * @param timingProblem why nothing should be timed in it at all; empty if it may
     * @param vectorBits width of the preferred species; 0 without the Vector API
     * @param processors processors that it sees
     * @param version {@code java.version}
     * @param vmName {@code java.vm.name}
     * @param vmVersion {@code java.vm.version}
     * @param machine the fingerprint, as JSON
     * @param machineSummary the fingerprint in one line
     * @param libraries strategies asked about that hand the work to a library, and which it is
     */
    record Answers(
            List<String> problems,
            List<String> explanations,
            String timingProblem,
            int vectorBits,
            int processors,
            String version,
            String vmName,
            String vmVersion,
            String machine,
            String machineSummary,
            Map<String, String> libraries) {}

    /**
     * Reads questions from the standard input, as JSON, and writes the answers.
     *
     * @param args the file for the answers
     */
    public static void main(String[] args) throws IOException {
        List<Question> questions = read(System.in);
        Files.writeString(Path.of(args[0]), Json.line(answer(questions)));
    }

    private static List<Question> read(InputStream in) throws IOException {
        return Json.mapper().readValue(in, new TypeReference<List<Question>>() {});
    }

    /** The answers of this JVM. */
    static Answers answer(List<Question> questions) {
        Fingerprint machine = Fingerprint.take();
        List<String> problems = new ArrayList<>();
        Set<String> explanations = new LinkedHashSet<>();
        for (Question question : questions) {
            String problem = question.kind().equals(Question.PEAK) ? peak(question) : strategy(question);
            problems.add(problem);
            if (problem.isEmpty() && question.isConvolution()) {
                explain(question, explanations);
            }
        }
        return new Answers(
                problems,
                List.copyOf(explanations),
                Widths.timingProblem(),
                VectorModule.isUsable() ? Widths.bits() : 0,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                machine.toJson(),
                machine.summary(),
                libraries(questions));
    }

    private static Map<String, String> libraries(List<Question> questions) {
        Map<String, String> libraries = new TreeMap<>();
        for (Question question : questions) {
            if (!question.kind().equals(Question.PEAK)
                    && Strategies.named(question.name()) instanceof Peer peer
                    && peer.available().ok()) {
                libraries.put(peer.name(), peer.library() + " " + peer.version());
            }
        }
        return libraries;
    }

    private static void explain(Question question, Set<String> explanations) {
        Precision precision = Precision.parse(question.precision());
        String text = Strategies.named(question.name())
                .explain(Descriptors.convolution(question.descriptor()), pass(question.pass()), precision);
        if (!text.isEmpty()) {
            explanations.add(question.name() + " " + question.pass() + " " + question.precision() + " "
                    + question.descriptor() + ": " + text);
        }
    }

    private static String peak(Question question) {
        Precision precision = Precision.parse(question.precision());
        return (precision == Precision.F64 ? PeakKernels.named(question.name()) : PeakKernels.namedF32(question.name()))
                .problem();
    }

    private static String strategy(Question question) {
        Strategy strategy = Strategies.named(question.name());
        Support available = strategy.available();
        if (!available.ok()) {
            return available.reason();
        }
        Precision precision = Precision.parse(question.precision());
        if (question.kind().equals(Question.LAYER)) {
            return LayerSupport.of(question.pass(), question.descriptor(), strategy, precision)
                    .reason();
        }
        Pass pass = pass(question.pass());
        Support support = switch (question.kind()) {
            case Question.CONV -> strategy.supports(Descriptors.convolution(question.descriptor()), pass, precision);
            case Question.PREPARED_CONV ->
                InferenceSupport.of(strategy, Descriptors.convolution(question.descriptor()), precision);
            default -> strategy.supports(Descriptors.pooling(question.descriptor()), pass, precision);
        };
        return support.reason();
    }

    private static Pass pass(String text) {
        for (Pass pass : Pass.values()) {
            if (pass.text().equals(text)) {
                return pass;
            }
        }
        throw new IllegalArgumentException("no pass is called '" + text + "'");
    }
}
