package dev.convbench.cli;

import dev.convbench.op.Peer;
import dev.convbench.op.Strategies;
import dev.convbench.op.Support;
import dev.convbench.results.RunReader;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.TextTable;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.peers.PeerRenderer;
import dev.convbench.run.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peers}: lists the libraries from outside that are measured beside ours. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Lists the libraries that can be measured beside our strategies: version, whether they load here, what a timed call"
                    + " contains.",
            "They are in target/benchmarks-peers.jar, which mvn -Ppeers -DskipTests package makes."
        })
final class PeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--of",
            paramLabel = "RUN",
            description = "Print instead what a run says about ours beside the peers.")
    private Path of;

    @Option(
            names = "--format",
            paramLabel = "text|md",
            defaultValue = "text",
            description = "Of --of: text, the default, or Markdown.")
    private String format;

    private int tables(TableRenderer.Format wanted) throws UnreadableRunException {
        String text = PeerRenderer.sideBySide(RunReader.read(of), wanted);
        if (text.isEmpty()) {
            throw new UsageException(of + " has no peers beside ours");
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    @Override
    public Integer call() throws Exception {
        TableRenderer.Format wanted = TableFormat.parse(format);
        if (of != null) {
            return tables(wanted);
        }
        if (Relaunch.isNeeded()) {
            return Relaunch.run(spec.root().commandLine().getParseResult().originalArgs());
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Peer> peers = Strategies.all().stream()
                .filter(Peer.class::isInstance)
                .map(Peer.class::cast)
                .toList();
        if (peers.isEmpty()) {
            out.println(
                    "This jar has no peers: mvn -Ppeers -DskipTests package makes target/benchmarks-peers.jar, which has.");
            out.flush();
            return ExitCode.OK;
        }
        TextTable table =
                TextTable.ofWords(List.of("strategy", "library", "version", "available", "jars", "a timed call"));
        List<String> missing = new ArrayList<>();
        for (Peer peer : peers) {
            Support available = peer.available();
            if (!available.ok()) {
                missing.add(peer.name() + " is not available: " + available.reason());
            }
            table.add(List.of(
                    peer.name(),
                    peer.library(),
                    peer.version(),
                    available.ok() ? "yes" : "no",
                    PeerJars.megabytes(peer.jars()),
                    peer.timedCall()));
        }
        out.print(table.text());
        missing.forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }
}
