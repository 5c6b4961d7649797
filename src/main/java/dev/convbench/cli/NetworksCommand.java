package dev.convbench.cli;

import dev.convbench.op.Peer;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.peers.NetworkTotals;
import dev.convbench.results.peers.PeerRenderer;
import dev.convbench.run.Checkout;
import dev.convbench.run.UsageException;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedConv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code networks}: all convolutions of whole networks, layer by layer, and their sums. */
@Command(
        name = "networks",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Measures every layer of networks with auto and, in the jar that has them, with the peers, and adds the layers up: all"
                    + " convolutions of one image. It is a run like others: Ctrl-C keeps what was measured, --resume goes on.",
            "",
            "Weights as they are (ConvForward), and laid out beforehand (ConvInference) with those that do that."
        })
final class NetworksCommand implements Callable<Integer> {
    private static final List<String> TIMING = List.of("-wi", "5", "-i", "5", "-w", "200ms", "-r", "200ms");
    private static final String FORWARD = "ConvForward|ConvInference";
    private static final String BACKWARD = "ConvBackwardData|ConvBackwardWeights";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NETWORKS",
            description = "Names from the catalogue, separated by commas: resnet50,vgg16.")
    private String networks;

    @Option(
            names = "--precision",
            paramLabel = "LIST",
            defaultValue = "f64,f32",
            description = "f64, f32 or both, the default.")
    private String precision;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Threads; one by default.")
    private int workers;

    @Option(
            names = "--strategy",
            paramLabel = "LIST",
            description =
                    "Strategies and peers. Default: auto (auto-parallel with several workers) and all peers that take data"
                            + " outside the heap.")
    private String strategy;

    @Option(names = "--without", paramLabel = "REGEX", description = "As of run: what it is found in is left out.")
    private List<String> without = new ArrayList<>();

    @Option(names = "--backward", description = "Both gradients instead of the forward pass.")
    private boolean backward;

    @Option(names = "--forks", paramLabel = "N", defaultValue = "2", description = "JVMs of each layer; 2 by default.")
    private int forks;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; must be new or empty.")
    private Path out;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a run of networks that was stopped.")
    private Path resume;

    @Option(names = "--of", paramLabel = "RUN", description = "Measure nothing: print the sums of this run.")
    private Path of;

    @Option(names = "--format", paramLabel = "text|md", defaultValue = "text", description = "Of the sums.")
    private String format;

    @Override
    public Integer call() throws UnreadableRunException {
        TableRenderer.Format wanted = TableFormat.parse(format);
        if (of != null) {
            print(of, wanted);
            return ExitCode.OK;
        }
        if (resume != null && networks != null) {
            throw new UsageException(
                    "--resume goes on with the networks that the run was started with; leave '" + networks + "' away");
        }
        if (resume == null && networks == null) {
            throw new UsageException(
                    "name networks, such as resnet50,vgg16; there are " + String.join(", ", Catalogue.networks()));
        }
        Path folder = resume != null ? resume : out != null ? out : Checkout.newFolder("networks");
        List<String> run = resume != null ? List.of("run", "--resume", resume.toString()) : arguments(folder);
        CommandLine line = Main.commandLine();
        line.setOut(spec.commandLine().getOut());
        line.setErr(spec.commandLine().getErr());
        int code = Main.execute(line, run.toArray(String[]::new));
        if (code == ExitCode.OK || code == ExitCode.FAILED) {
            print(folder, wanted);
        }
        return code;
    }

    private List<String> arguments(Path folder) {
        if (workers < 1) {
            throw new UsageException("--workers is " + workers + ", must be at least 1");
        }
        if (forks < 1) {
            throw new UsageException("--forks is " + forks + ", must be at least 1");
        }
        Set<String> layers = new LinkedHashSet<>();
        try {
            for (String network : networks.split(",")) {
                Catalogue.convolutions(network).forEach(layer -> layers.add(layer.name()));
            }
            for (String one : precision.split(",")) {
                Precision.parse(one);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        List<String> run = new ArrayList<>(List.of("run", "--out", folder.toString()));
        without.forEach(pattern -> run.addAll(List.of("--without", pattern)));
        run.add("bench[.](" + (backward ? BACKWARD : FORWARD) + "|FmaPeak)[.]");
        run.addAll(List.of("-p", "conv=" + String.join(",", layers)));
        run.addAll(List.of("-p", "precision=" + precision));
        run.addAll(List.of("-p", "workers=" + workers));
        run.addAll(List.of("-p", "strategy=" + (strategy == null ? String.join(",", defaultStrategies()) : strategy)));
        run.addAll(List.of("-f", Integer.toString(forks)));
        run.addAll(TIMING);
        return run;
    }

    private List<String> defaultStrategies() {
        List<String> names = new ArrayList<>(List.of(workers == 1 ? "auto" : "auto-parallel"));
        Strategies.all().stream()
                .filter(one -> one instanceof Peer peer && peer.timesOffHeap())
                .map(Strategy::name)
                .forEach(names::add);
        return names;
    }

    private void print(Path folder, TableRenderer.Format wanted) throws UnreadableRunException {
        Run run = RunReader.read(folder);
        List<NetworkTotals> totals = new ArrayList<>();
        for (String network : Catalogue.networks()) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (NamedConv layer : Catalogue.convolutions(network)) {
                counts.put(layer.name(), layer.count());
            }
            boolean measured = run.document().configurations().stream()
                    .anyMatch(one -> counts.containsKey(one.work().shape()));
            if (measured) {
                totals.addAll(NetworkTotals.of(run, network, counts));
            }
        }
        if (totals.isEmpty()) {
            throw new UsageException(folder + " has no layer of a network of the catalogue");
        }
        spec.commandLine().getOut().print(PeerRenderer.networks(totals, wanted));
        spec.commandLine().getOut().flush();
    }
}
