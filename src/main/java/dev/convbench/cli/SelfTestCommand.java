package dev.convbench.cli;

import dev.convbench.gate.Bank;
import dev.convbench.gate.BankCollector;
import dev.convbench.gate.BankFork;
import dev.convbench.gate.ChildProcess;
import dev.convbench.gate.SelfTest;
import dev.convbench.results.gate.GateRule;
import dev.convbench.run.Checkout;
import dev.convbench.run.Disk;
import dev.convbench.run.Progress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code selftest}: what the gate can see on this machine. */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Measures how often the gate would call equal code slower on this machine, which slowdowns it would find, and at",
            "what cost, with kernels that do exactly so much more work. About seven minutes."
        },
        footerHeading = "%nExit codes%n",
        footer = {"  0    told", "  1    a fork failed", "  130  interrupted; --resume DIR goes on"})
final class SelfTestCommand implements Callable<Integer> {
    private static final int ROUNDS = 60;
    private static final int QUICK_ROUNDS = 12;

    @Option(names = "--quick", description = "In about 80 seconds, from fewer forks.")
    private boolean quick;

    @Option(
            names = {"--out", "--resume"},
            paramLabel = "DIR",
            description = "The folder for the forks; one that is there goes on.")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        Path where = folder == null ? Checkout.newFolder("selftest") : folder;
        System.err.println("folder " + where);
        ChildProcess child = new ChildProcess();
        Interruption interruption = new Interruption(child::stop);
        try {
            Progress progress = new Progress(System.err, Progress.isTerminal());
            new BankCollector(where, quick ? QUICK_ROUNDS : ROUNDS, new BankFork(child), progress).collect();
        } catch (ChildProcess.StoppedException e) {
            return ExitCode.INTERRUPTED;
        } finally {
            interruption.close();
        }
        Bank bank = Bank.read(where, Bank.Value.TIME);
        String report = new SelfTest(bank, GateRule.DEFAULT, bank.secondsPerFork()).report();
        System.out.print(report);
        Disk.replace(where.resolve("selftest.txt"), report);
        return ExitCode.OK;
    }
}
