package dev.convbench.cli;

import dev.convbench.gate.Bank;
import dev.convbench.gate.BankCollector;
import dev.convbench.gate.BankDraw;
import dev.convbench.gate.BankFork;
import dev.convbench.gate.ChildProcess;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.gate.GateRule;
import dev.convbench.run.Disk;
import dev.convbench.run.Progress;
import dev.convbench.run.UsageException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gate-bank}: real forks to try the gate on; {@code scripts/gate-bank} calls it. */
@Command(
        name = "gate-bank",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Collects real forks of five small kernels, two sides of the same code and one with 5 %% more work, and",
            "draws gates from them. FOLDER keeps everything: the same command goes on where it was stopped."
        },
        footerHeading = "%nExit codes%n",
        footer = {
            "  0  no gate of equal sides called anything, and 19 of 20 planted slowdowns were found",
            "  1  that does not hold, or a fork failed",
            "  2  wrong usage, or the bank is of another machine",
            "  130  interrupted; what was measured is kept"
        })
final class GateBankCommand implements Callable<Integer> {
    private static final int FEWEST_ROUNDS = 30;

    @Parameters(paramLabel = "FOLDER", description = "The bank.")
    private Path folder;

    @Option(names = "--rounds", paramLabel = "N", description = "Forks of each kernel and side. Default: 200.")
    private int rounds = 200;

    @Option(names = "--draw-only", description = "Measure nothing; draw from what is there.")
    private boolean drawOnly;

    @Option(names = "--gates", paramLabel = "N", description = "Gates to draw of each kind. Default: 20.")
    private int gates = 20;

    @Option(names = "--pairs", paramLabel = "N", description = "Pairs of the first stage. Default: 10.")
    private int pairs = GateRule.DEFAULT.pairs();

    @Option(names = "--confirm", paramLabel = "N", description = "Pairs of the second stage. Default: 20.")
    private int confirm = GateRule.DEFAULT.confirmPairs();

    @Override
    public Integer call() throws Exception {
        if (pairs < GateRule.FEWEST_PAIRS || confirm < GateRule.FEWEST_PAIRS) {
            throw new UsageException("--pairs and --confirm must be at least " + GateRule.FEWEST_PAIRS);
        }
        if (rounds < FEWEST_ROUNDS || gates < 1) {
            throw new UsageException("--rounds must be at least " + FEWEST_ROUNDS + " and --gates at least 1");
        }
        if (!drawOnly && !collect()) {
            return ExitCode.INTERRUPTED;
        }
        BankDraw.Drawn plain = draw(Bank.Value.TIME);
        BankDraw.Drawn ruled = draw(Bank.Value.RULER);
        String report = "THE TIME OF A FORK, as a gate takes it\n\n" + plain.report()
                + "\nTHE SAME FORKS, in units of a ruler measured in the same milliseconds\n\n" + ruled.report();
        System.out.print(report);
        Disk.replace(folder.resolve("gates.txt"), report);
        return plain.holds() ? ExitCode.OK : ExitCode.FAILED;
    }

    private BankDraw.Drawn draw(Bank.Value value) throws UnreadableRunException {
        GateRule rule = new GateRule(GateRule.DEFAULT.alpha(), GateRule.DEFAULT.minEffect(), pairs, confirm);
        return new BankDraw(Bank.read(folder, value), rule, gates).draw();
    }

    private boolean collect() throws Exception {
        ChildProcess child = new ChildProcess();
        Interruption interruption = new Interruption(child::stop);
        try {
            new BankCollector(folder, rounds, new BankFork(child), new Progress(System.err, Progress.isTerminal()))
                    .collect();
            return true;
        } catch (ChildProcess.StoppedException e) {
            return false;
        } finally {
            interruption.close();
        }
    }
}
