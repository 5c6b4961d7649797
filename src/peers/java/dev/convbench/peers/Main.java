package dev.convbench.peers;

/** The command line with the peers; without arguments it compares them with us. */
public final class Main {
    private Main() {}

    /** Runs and ends this JVM with the exit code. */
    public static void main(String[] args) {
        dev.convbench.cli.Main.main(args);
    }
}
