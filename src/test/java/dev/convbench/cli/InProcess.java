package dev.convbench.cli;

import dev.convbench.run.ForkJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * The program in this JVM, where mutation testing sees it: what {@link Child} is without signals and without a working folder of
 * its own, so paths in the arguments must be absolute. Forks that it starts are real.
 *
 * @param code the exit code
 * @param out all that it printed, the streams of the JVM included
 * @param err all that it complained about
 */
record InProcess(int code, String out, String err) {
    /** Runs it to its end. */
    static InProcess run(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        String parent = System.getProperty(ForkJvm.PARENT_PROPERTY);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            // As in a child that has all flags, or commands that run kernels would start one.
            System.setProperty(
                    ForkJvm.PARENT_PROPERTY,
                    Long.toString(ProcessHandle.current().pid()));
            CommandLine commandLine = Main.commandLine();
            commandLine.setOut(new PrintWriter(System.out, true));
            commandLine.setErr(new PrintWriter(System.err, true));
            int code = Main.execute(commandLine, arguments);
            commandLine.getOut().flush();
            commandLine.getErr().flush();
            return new InProcess(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
            if (parent == null) {
                System.clearProperty(ForkJvm.PARENT_PROPERTY);
            } else {
                System.setProperty(ForkJvm.PARENT_PROPERTY, parent);
            }
        }
    }
}
