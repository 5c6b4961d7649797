package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command prints, for tests of other rooms. */
public final class PrintedTables {
    private PrintedTables() {}

    /** The standard output of a command that must succeed. */
    public static String of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        assertEquals(ExitCode.OK, Main.execute(commandLine, arguments), err.toString());
        return out.toString();
    }
}
