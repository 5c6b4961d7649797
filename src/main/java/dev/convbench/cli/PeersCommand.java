package dev.convbench.cli;

import dev.convbench.op.Peer;
import dev.convbench.op.Strategies;
import dev.convbench.op.Support;
import dev.convbench.results.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    @Override
    public Integer call() throws Exception {
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
